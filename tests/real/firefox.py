"""Real Firefox as a patron uses it, driven over Marionette in the profile it makes itself."""

import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from marionette_driver.by import By
from marionette_driver.marionette import Marionette

from tests.real.waiting import planted, until, written

ROOTS = (".config/mozilla/firefox", ".mozilla/firefox")
"""Where Firefox keeps its profiles: from some release after 140 on in the first."""
ADD_BESIDE_THE_PAGE = """
const [mark, address, done] = arguments;
const load = name => ChromeUtils.importESModule("resource://" + name);
(async () => {
  const {PlacesUtils} = load("gre/modules/PlacesUtils.sys.mjs");
  await PlacesUtils.bookmarks.insert({parentGuid: PlacesUtils.bookmarks.unfiledGuid,
    url: address + "bookmarked", title: "Bookmark " + mark});
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init(address.slice(0, -1), address.slice(0, -1), null, mark, mark + "-password", "u", "p");
  await Services.logins.addLoginAsync(login);
  const {FormHistory} = load("gre/modules/FormHistory.sys.mjs");
  await FormHistory.update({op: "add", fieldname: "searchbar-history", value: mark + " search"});
  const site = Services.scriptSecurityManager.createContentPrincipalFromOrigin(
    address.slice(0, -1));
  Services.perms.addFromPrincipal(site, "desktop-notification", Services.perms.ALLOW_ACTION);
  const {formAutofillStorage} = load("autofill/FormAutofillStorage.sys.mjs");
  await formAutofillStorage.initialize();
  await formAutofillStorage.addresses.add({name: "Patron " + mark, "street-address": mark,
    "address-level2": "Malmö", country: "SE", email: mark + "@library.example"});
  await formAutofillStorage._saveImmediately?.();
  Services.prefs.setStringPref("browser.startup.homepage", address + "home");
})().then(() => done("added"), error => done(String(error) + error.stack));
"""
READ_BACK = """
const [done] = arguments;
const {PlacesUtils} = ChromeUtils.importESModule("resource://gre/modules/PlacesUtils.sys.mjs");
(async () => {
  const places = await PlacesUtils.promiseDBConnection();
  const visits = await places.execute("SELECT count(*) FROM moz_historyvisits");
  const logins = await Services.logins.getAllLogins();
  return {visits: visits[0].getResultByIndex(0), cookies: Services.cookies.cookies.length,
    logins: logins.length};
})().then(done, error => done(String(error)));
"""


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["firefox-esr", "--headless", "--marionette", "-remote-allow-system-access"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def profile() -> Path:
    """Return the profile that Firefox made at its first start."""
    (found,) = (path for root in ROOTS for path in (Path.home() / root).glob("*.default-esr*"))
    return found


@dataclass
class Firefox:
    """A running Firefox; it stays when this object goes."""

    driver: Any
    program: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> Self:
        program = _start()
        driver = Marionette(host="127.0.0.1", port=2828)
        driver.start_session(timeout=60)
        driver.timeout.script = 60
        return cls(driver, program)

    def visit(self, mark: str, address: str) -> None:
        """Do what a patron does, and wait until it has reached the disk."""
        self.driver.navigate(address)
        until("the page", lambda: planted(self.driver.title))
        self.driver.find_element(By.ID, "download").click()
        self.driver.find_element(By.ID, "word").send_keys(f"{mark}@library.example")
        self.driver.find_element(By.ID, "go").click()
        until("the answer", lambda: self.driver.title == "found")
        assert self.ask(ADD_BESIDE_THE_PAGE, mark, address) == "added"
        until("the download", lambda: list(Path.home().glob(f"Downloads/{mark}-form*.pdf")))
        for name in ("cookies.sqlite", "places.sqlite", "formhistory.sqlite", "logins.json"):
            written(profile(), name, mark)

    def look(self, address: str) -> None:
        self.driver.navigate(address)

    def forsake(self) -> None:
        """Walk away from the running browser; it goes on as it is."""
        self.driver.delete_session()

    def ask(self, script: str, *words: str) -> Any:
        """Run a script with the browser's own rights and return what it hands to `done`."""
        with self.driver.using_context("chrome"):
            return self.driver.execute_async_script(script, script_args=words, sandbox="system")

    def leave(self, manner: str) -> None:
        if manner == "kill":
            self.program.kill()
        else:
            self.driver.set_context("chrome")
            with suppress(OSError):  # it may hang up before it answers
                self.driver.execute_script("Services.startup.quit(Ci.nsIAppStartup.eAttemptQuit)")
        self.program.wait(60)


def reopen() -> Any:
    """Start on whatever is there, as the next patron does, and tell what Firefox remembers."""
    browser = Firefox.start()
    found = browser.ask(READ_BACK)
    browser.leave("clean")
    return found
