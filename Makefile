# Each target sets up what it needs first (.ci/setup), says what it does, and is quick the second time.
PY := .venv/bin/python

.PHONY: run test check tour real
run:
	@.ci/setup window
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then .venv/bin/privacykit; else echo "No screen here: making the tour instead."; $(MAKE) --no-print-directory tour; fi

tour:
	@.ci/setup window
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
