"""Makes a tab for a session: the proxy first, then the profile, which takes it over."""

from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.view.browser import proxy
from privacykit.activities.trackers.view.browser.tab import Place, Tab
from privacykit.activities.trackers.view.session import Session


def tab(session: Session, door: Door) -> Tab:
    if session.live:
        proxy.to_the_internet()
        place = Place(None, bytes, session.language)
    else:
        web = session.practice()
        proxy.to_practice(web.port)
        place = Place(web.hosts, lambda: web.leaf_der, session.language)
    return Tab(place, door, session.now, session.judge)
