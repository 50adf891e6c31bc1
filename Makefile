# Each target sets up what it needs first (.ci/setup), says what it does, and is quick the second time.
PY := .venv/bin/python

.PHONY: run test check tour
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
run:
	@.ci/setup window
	@.venv/bin/privacykit
else
run: tour
	@echo "There is no screen here, so these are pictures of it."
endif

tour:
	@.ci/setup offscreen
	@QT_QPA_PLATFORM=offscreen $(PY) -m privacykit.ui.tour tour

test:
	@.ci/setup browsers
	@.ci/test

check:
	@.ci/setup offscreen
	@.ci/check

# After changing an English sentence: refresh the template and the translations, then fill what is empty.
.PHONY: words
words:
	@.ci/setup offscreen
	@$(PY) translations/refresh.py
