"""The names of parties, things to know and switches, and the reason of every cell, in words."""

from privacykit.activities.tor.engine.knowledge import Answer, Party, Switch, What, Why
from privacykit.i18n import _


def party(each: Party) -> str:
    return {
        Party.WIFI: _("Café Wi-Fi"),
        Party.LIBRARY: _("Library network"),
        Party.PROVIDER: _("Internet provider"),
        Party.VPN: _("VPN company"),
        Party.ENTRY: _("Entry relay"),
        Party.MIDDLE: _("Middle relay"),
        Party.EXIT: _("Exit relay"),
        Party.SITE: _("The site"),
        Party.POLICE_PROVIDER: _("Police, asking the provider"),
        Party.POLICE_SITE: _("Police, asking the site"),
    }[each]


def what(each: What) -> str:
    return {
        What.WHO: _("Who you are"),
        What.WHERE: _("Which site"),
        What.TYPED: _("What you typed"),
        What.TOR: _("That you use Tor"),
    }[each]


def switch(each: Switch) -> str:
    return {
        Switch.HTTPS: _("HTTPS"),
        Switch.TOR: _("Tor"),
        Switch.LOGIN: _("Log in with your name"),
        Switch.FILE: _("Open a downloaded file"),
        Switch.VPN: _("VPN"),
    }[each]


def answer(each: Answer) -> str:
    return {
        Answer.YES: _("Yes"),
        Answer.PART: _("In part"),
        Answer.NO: _("No"),
        Answer.ABSENT: _("Not on the way"),
    }[each]


def why(each: Why) -> str:
    return {**_who(), **_rest()}[each]


def _who() -> dict[Why, str]:
    return {
        Why.DEVICE: _("It sees which device is yours, but not your name."),
        Why.BOOKING: _("It sees which computer. A booking or a card can lead to you."),
        Why.CONTRACT: _("It is known who pays for the connection. At home, that is you."),
        Why.NAME_IN_CLEAR: _("Your name goes past in clear text as you log in."),
        Why.VPN_CUSTOMER: _("You are its customer: it sees your address, and often how you paid."),
        Why.ADDRESS_ONLY: _("It sees the address of your connection, but not your name."),
        Why.VPN_ADDRESS: _("It sees the VPN's address, not yours. Cookies can still tell."),
        Why.BEHIND_VPN: _("It sees the VPN's address, not yours."),
        Why.RELAY_ADDRESS: _("All it sees is the address of a relay."),
        Why.LOGGED_IN: _("You told it yourself when you logged in."),
        Why.FILE_CALLS: _("A file opened outside Tor Browser can call its sender past Tor."),
        Why.ADDRESS_TO_NAME: _("The site kept your address, and the provider knows whose it is."),
        Why.ASKS_VPN: _("The address leads to the VPN company, which can be asked in its turn."),
    }


def _rest() -> dict[Why, str]:
    return {
        Why.NOT_ON_THE_WAY: _("Nothing passes here the way the switches stand."),
        Why.NOT_USED: _("You do not use Tor now."),
        Why.NAME_OF_SITE: _("HTTPS hides the page, but as a rule not the name of the site."),
        Why.READS_ALL: _("Without HTTPS it is a postcard: whoever carries it can read it."),
        Why.INSIDE_TOR: _("It is still inside an envelope that only a later relay can open."),
        Why.INSIDE_VPN: _("It goes by in the VPN's tunnel."),
        Why.INSIDE_HTTPS: _("HTTPS has locked it, and only the site has the key."),
        Why.LAST_STEP: _("It takes the last step, so it must know where to."),
        Why.IS_THE_SITE: _("This is the site you visit."),
        Why.SENT_TO_IT: _("You sent it here. Neither HTTPS nor Tor hides it from the site."),
        Why.MEETS_RELAY: _("It sees you talk to a relay, and the list of relays is public."),
        Why.SOMEBODY: _("Somebody comes by Tor; it does not see who."),
        Why.KNOWN_BY_NAME: _("You came by Tor and then gave your name."),
    }
