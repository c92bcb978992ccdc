"""What goes wrong on a bad day: people vanish, come back, press twice and type secrets; nobody is lied to."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack
from tests.e2e.people import SLOW, CustomerPage, OperatorPage
from tests.e2e.speakers import RawCustomer, RawOperator, an_id
from tests.e2e.test_faults import wait_until_healthy
from tests.e2e.test_journey import FAULT_ADDRESS, QUESTION, asks_in_vain, gather_diagnostics

pytestmark = pytest.mark.e2e

OPERATORS = ("eva", "martin", "lucia")
SECRET = "Tajne123!"  # noqa: S105  typed by a customer who should not
MARK = "sklenytulipan"  # in whatever people say here, and so never in a log
SOON = 3_000  # milliseconds

Chat = Callable[..., CustomerPage]
Customer = Callable[..., RawCustomer]
Operator = Callable[[str], RawOperator]


@pytest.fixture
def speaking() -> Iterator[list[Any]]:
    """Connections that end with the test."""
    speakers: list[Any] = []
    yield speakers
    for speaker in speakers:
        if isinstance(speaker, RawCustomer):
            speaker.call("close", id=an_id())  # nobody is left in the queue
        speaker.client.disconnect()


@pytest.fixture(autouse=True)
def nobody_on_shift(stack: Stack) -> Iterator[None]:
    """Each test begins and ends with an empty floor, whatever the one before left behind."""
    yield
    for name in OPERATORS:
        operator = RawOperator(stack.address, name)
        for mine in operator.floor["mine"]:
            operator.ask("end", conversation=mine["conversation"], id=an_id(), resolution="solved")
        operator.declares("offline")
        operator.client.disconnect()


@pytest.fixture
def raw(stack: Stack, speaking: list[Any]) -> Customer:
    """Connect a customer by a bare socket: a new one of that name, or the one of that token."""

    def make(name: str = "Peter Novák", token: str = "") -> RawCustomer:
        speaking.append(
            RawCustomer(stack.address, token or stack.token(name, "zakaznik@firma.example"))
        )
        return speaking[-1]

    return make


@pytest.fixture
def desk(stack: Stack, speaking: list[Any]) -> Operator:
    """Connect an operator by a bare socket and begin the shift."""

    def make(name: str) -> RawOperator:
        operator = RawOperator(stack.address, name)
        speaking.append(operator)
        operator.declares("available")
        return operator

    return make


@pytest.fixture
def chat(stack: Stack, new_page: Callable[..., Page]) -> Chat:
    """Open the chat as the customer of that token, in a tab of its own or beside another."""

    def make(token: str, beside: CustomerPage | None = None) -> CustomerPage:
        page = beside.page.context.new_page() if beside else new_page()
        page.route("**/api/demo/token", lambda route: route.fulfill(json={"token": token}))
        return CustomerPage(page).open(stack.address)

    return make


def said(text: str) -> str:
    """A text nobody said before, with the marker in it."""
    return f"{text} {MARK} {uuid4().hex[:8]}"


def sees_once(page: CustomerPage | OperatorPage, side: str, text: str) -> None:
    """Wait until the text is on the screen exactly once."""
    expect(page.see(f"message-{side}").filter(has_text=text)).to_have_count(1, timeout=SLOW)


def texts(frames: list[dict[str, Any]]) -> list[str]:
    """What was said by people, in order."""
    return [f["text"] for f in frames if f["type"] in ("customer_said", "operator_said")]


def test_an_operator_vanishes_and_the_next_has_everything(
    stack: Stack, new_page: Callable[..., Page], chat: Chat, raw: Customer, desk: Operator
) -> None:
    """The customer is told, stands before all who wait, and tells nothing twice."""
    token = stack.token("Jana Horváthová", "jana@firma.example")
    eva = OperatorPage(new_page(1440, 900)).sign_in(stack.address, "eva")
    eva.is_available()
    jana, ear = chat(token), raw(token=token)
    asks_in_vain(jana)
    gather_diagnostics(jana)
    eva.accept()
    eva.say(said("Dobrý deň."))
    eva.see("presence-phone").click()
    other = raw("Peter Novák")
    assert other.asks_for_a_person(said("Nejde mi web"))["type"] == "nobody_free"
    assert other.do("wait")["place"] == 1

    eva.page.context.close()
    began = time.monotonic()
    ear.hear_frame("operator_lost")
    assert time.monotonic() - began < 20
    expect(jana.see("queue-place")).to_contain_text("1", timeout=SLOW)
    assert other.hear("queue", lambda queue: queue["place"] == 2)["of"] == 2

    martin = desk("martin")
    view = martin.takes()
    assert view["customer"]["name"] == "Jana Horváthová"
    assert QUESTION in str(view["frames"])
    assert FAULT_ADDRESS in [field["value"] for field in view["diagnostics"]]
    assert [tried["helped"] for tried in view["tried"]] == [False, False]
    martin.say(view, "Preberám to po kolegyni.")
    jana.hears_operator("Preberám to po kolegyni.")
    other.do("leave_queue")


def test_a_missed_offer_goes_to_the_next_and_is_won_once(raw: Customer, desk: Operator) -> None:
    """Who missed it for 20 s is away; of all who press accept at once, one wins."""
    eva, martin = desk("eva"), desk("martin")
    martin_at_home = desk("martin")
    peter = raw()
    assert peter.asks_for_a_person(said("Nejde mi web"))["type"] == "human_requested"
    missed = eva.hear("offer")
    gone = listen_both(eva, martin, missed["offer"])
    assert gone["why"] == "expired"
    assert eva.hear("floor", lambda floor: floor["me"]["status"] == "away")

    offer = martin.hear("offer")
    assert offer["conversation"] == missed["conversation"]
    pressed = [(eva, missed), (martin, offer), (martin_at_home, offer), (eva, offer)]
    with ThreadPoolExecutor(len(pressed)) as pool:
        answers = list(pool.map(lambda one: one[0].call("accept", offer=one[1]["offer"]), pressed))
    won = [answer["ok"] for answer in answers]
    assert sorted(won) == [False, False, False, True]
    assert won[1] or won[2]
    assert {a["error"]["code"] for a in answers if not a["ok"]} == {"unknown_offer"}
    assert peter.hear_frame("operator_accepted")["operator"]["name"] == martin.floor["me"]["name"]
    frames = peter.frames(offer["conversation"])
    assert [f["type"] for f in frames].count("operator_accepted") == 1


def listen_both(waiting: RawOperator, beside: RawOperator, offer: str) -> dict[str, Any]:
    """Wait until that offer is gone; the one beside keeps beating meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        gone = pool.submit(waiting.hear, "offer_gone", lambda gone: gone["offer"] == offer)
        while not gone.done():
            beside.between()
            time.sleep(0.1)
        return gone.result()


def test_the_light_follows_the_operator_in_an_open_chat(
    stack: Stack, chat: Chat, raw: Customer, desk: Operator
) -> None:
    """Phone, e-mail, full slots and leaving put „V prevádzke“ out at once, and back on."""
    jana = chat(stack.token("Jana Horváthová", "jana@firma.example"))
    light = jana.see("panel").get_by_text("V prevádzke")
    expect(light).to_have_count(0)
    eva = desk("eva")
    expect(light).to_be_visible(timeout=SOON)
    for away in ({"on_phone": True}, {"on_email": True}, {"status": "away"}):
        assert eva.declares(**away) is False
        expect(light).to_have_count(0, timeout=SOON)
        assert eva.declares() is True
        expect(light).to_be_visible(timeout=SOON)

    views = []
    for name in ("Peter Novák", "Zuzana Balážová"):
        customer = raw(name)
        assert customer.asks_for_a_person(said("Nejde mi web"))["type"] == "human_requested"
        views.append(eva.takes(name))
    expect(light).to_have_count(0, timeout=SOON)
    eva.ends(views[0])
    expect(light).to_be_visible(timeout=SOON)


def test_who_asks_a_moment_after_the_operator_left_is_told_so(
    raw: Customer, desk: Operator
) -> None:
    """The light was green when the questions began; the truth is looked up at the end of them."""
    eva, peter = desk("eva"), raw()
    peter.hear("availability", lambda light: bool(light["available"]))
    peter.do("ask_human")
    asked = peter.hear("frame", lambda f: f.get("payload", {}).get("type") == "question")
    peter.say(said("Nejde mi web"))
    eva.declares("offline")
    assert asked["state"] == "bot"
    told = peter.answer()
    assert (told["type"], told["state"]) == ("nobody_free", "choosing")
    types = [frame["type"] for frame in peter.frames(told["conversation"])]
    assert "human_requested" not in types


def test_what_is_written_offline_goes_through_once_and_tabs_agree(
    stack: Stack, chat: Chat, raw: Customer
) -> None:
    """A message typed without a network is stored once, and a second tab shows the same."""
    token = stack.token("Jana Horváthová", "jana@firma.example")
    jana, ear = chat(token), raw(token=token)
    jana.say(said("Dobrý deň"))
    place = ear.hear_frame("customer_said")["conversation"]
    tab = chat(token, beside=jana)
    jana.page.context.set_offline(True)
    text = said("Ako zmením heslo k schránke?")
    jana.see("composer").fill(text)
    jana.see("send").click()
    sees_once(jana, "customer", text)
    jana.page.context.set_offline(False)
    sees_once(tab, "customer", text)  # before blocking: the pages' tokens come from this thread
    ear.hear("frame", lambda frame: frame.get("text") == text)
    back = said("A ešte niečo")
    tab.say(back)
    for page in (jana, tab):
        sees_once(page, "customer", text)
        sees_once(page, "customer", back)
    assert [texts(ear.frames(place)).count(one) for one in (text, back)] == [1, 1]


def test_the_questions_go_on_after_a_reload(chat: Chat, stack: Stack) -> None:
    """The same question stands open, and its answer leads to the next one."""
    jana = chat(stack.token("Jana Horváthová", "jana@firma.example"))
    asks_in_vain(jana)
    jana.choose("ask_human")
    jana.is_asked("environment")
    jana.press("confirm")
    jana.is_asked("address")
    jana.page.reload()
    jana.is_asked("address")
    jana.see("field-address").last.fill(FAULT_ADDRESS)
    jana.press("confirm")
    jana.is_asked("screenshot")
    jana.press("skip")
    expect(jana.see("nobody-free")).to_be_visible(timeout=SLOW)


def test_closed_refuses_and_reopening_begins_anew(chat: Chat, raw: Customer, stack: Stack) -> None:
    """After the end nothing can be written; reopened, the assistant answers in a new episode."""
    token = stack.token("Jana Horváthová", "jana@firma.example")
    jana, ear = chat(token), raw(token=token)
    jana.say(said("Dobrý deň"))
    jana.see("end-chat").click()
    jana.see("end-chat").click()
    expect(jana.see("reopen")).to_be_visible(timeout=SLOW)
    expect(jana.see("composer")).to_have_count(0)
    assert ear.hear_frame("closed")["by"] == "customer"
    assert ear.refused("say", id=an_id(), text=said("Haló?")) == "closed"
    jana.see("reopen").click()
    jana.say(QUESTION)
    expect(jana.see("article-card").last).to_be_visible(timeout=SLOW)
    assert ear.hear_frame("bot_said")["episode"] == 2


def test_what_an_operator_was_told_stays_with_the_operator(raw: Customer, desk: Operator) -> None:
    """Handed back, the assistant asks for the address a person was told: it never heard it."""
    eva, peter = desk("eva"), raw()
    assert peter.asks_for_a_person(said("Nejde mi web"))["type"] == "human_requested"
    view = eva.takes()
    peter.hear_frame("operator_accepted")
    peter.say(said("Je to na https://iba-pre-cloveka.example/kosik"))
    eva.hear("frame", lambda frame: "iba-pre-cloveka" in frame.get("text", ""))
    eva.ask("hand_back", conversation=view["id"], id=an_id())
    assert peter.hear_frame("handed_back")["episode"] == 2
    peter.do("ask_human")
    told = peter.answer()
    spoken = [f for f in peter.frames(told["conversation"]) if f["type"] == "bot_said"]
    assert "address" in [f["payload"].get("field") for f in spoken if f["episode"] == 2]
    assert "iba-pre-cloveka" not in str(spoken)


def test_who_waits_can_file_and_keeps_the_place(
    chat: Chat, raw: Customer, desk: Operator, stack: Stack
) -> None:
    """Sent twice it is one request, its number outlives a reload, and the person still comes."""
    token = stack.token("Zuzana Balážová", "zuzana@firma.example")
    jana, ear = chat(token), raw(token=token)
    assert ear.asks_for_a_person(said("Nejde mi web"))["type"] == "nobody_free"
    jana.see("wait").click()
    expect(jana.see("queue-place")).to_contain_text("1", timeout=SLOW)
    jana.see("leave-queue").click()
    expect(jana.see("nobody-free")).to_be_visible(timeout=SLOW)
    jana.see("wait").click()
    jana.see("file-now").click()
    jana.see("draft-text").fill(said("Prosím o pomoc s webom."))
    jana.see("draft-send").dblclick()
    filed = ear.hear_frame("ticket_filed")
    expect(jana.see("ticket-number")).to_have_text(filed["number"], timeout=SLOW)
    assert filed["state"] == "queued"
    again = {"version": ear_draft(ear, filed["conversation"])["version"]}
    assert {ear.do("file", **again)["number"] for _ in range(2)} == {filed["number"]}
    jana.page.reload()
    expect(jana.see("ticket-number")).to_have_text(filed["number"], timeout=SLOW)
    expect(jana.see("queue-place")).to_contain_text("1", timeout=SLOW)

    eva = desk("eva")
    view = eva.takes("Zuzana Balážová")
    assert view["ticket"]["number"] == filed["number"]
    tickets = eva.ask("tickets", limit=100)["tickets"]
    mine = [t for t in tickets if t["conversation"] == filed["conversation"]]
    assert [ticket["number"] for ticket in mine] == [filed["number"]]
    eva.say(view, "Som tu.")
    jana.hears_operator("Som tu.")


def ear_draft(ear: RawCustomer, conversation: str) -> dict[str, Any]:
    """The newest draft in the log."""
    drafts = [f["draft"] for f in ear.frames(conversation) if f["type"] == "ticket_drafted"]
    return dict(drafts[-1])


def test_a_form_outlives_the_assistant(chat: Chat, stack: Stack) -> None:
    """Rasa dies between two questions: what was answered, even to nobody, is not asked again."""
    jana = chat(stack.token("Jana Horváthová", "jana@firma.example"))
    asks_in_vain(jana)
    jana.choose("ask_human")
    jana.is_asked("environment")
    jana.press("confirm")
    jana.is_asked("address")
    stack.kill("rasa")
    jana.see("field-address").last.fill(FAULT_ADDRESS)
    jana.press("confirm")
    jana.hears("Asistent práve neodpovedá")  # is told the truth, and offered a way
    wait_until_healthy(stack)
    jana.choose("ask_human")
    expect(jana.see("nobody-free")).to_be_visible(timeout=SLOW)
    expect(jana.see("summary").last).to_contain_text(FAULT_ADDRESS)
    for field in ("environment", "address"):
        expect(jana.see(f"question-{field}")).to_have_count(1)


def test_killed_processes_do_not_part_operator_and_customer(
    new_page: Callable[..., Page], chat: Chat, raw: Customer, stack: Stack
) -> None:
    """Handoff, Redis and Rasa die while two people talk: nothing is lost, doubled or taken away."""
    token = stack.token("Jana Horváthová", "jana@firma.example")
    eva = OperatorPage(new_page(1440, 900)).sign_in(stack.address, "eva")
    eva.is_available()
    ear = raw(token=token)
    assert ear.asks_for_a_person(said("Nejde mi web"))["type"] == "human_requested"
    eva.accept()
    jana = chat(token)
    spoken = []
    for process in ("handoff", "redis", "rasa"):
        stack.kill(process)
        asked, told = said(f"Počujeme sa bez {process}?"), said(f"Aj bez {process}.")
        jana.see("composer").fill(asked)
        jana.see("send").click()
        eva.see("composer").fill(told)
        sees_once(eva, "customer", asked)
        sees_once(jana, "customer", asked)
        eva.see("send").click()
        sees_once(jana, "operator", told)
        sees_once(eva, "operator", told)
        spoken += [asked, told]
    expect(jana.see("status")).to_have_attribute("data-state", "human")
    again = raw(token=token)
    assert again.snapshot["owner"]["kind"] == "operator"
    heard = texts(again.frames(again.snapshot["id"]))
    assert [text for text in heard if text in spoken] == spoken
    assert "operator_lost" not in [f["type"] for f in again.frames(again.snapshot["id"])]


def test_a_typed_password_is_hidden_and_kept_nowhere(
    chat: Chat, raw: Customer, desk: Operator, stack: Stack
) -> None:
    """Not in the chat, the request, an operator's answer or a note, and in no file of the run."""
    wait_until_healthy(stack)  # it is the assistant, too, that must not keep it
    token = stack.token("Jana Horváthová", "jana@firma.example")
    jana, ear = chat(token), raw(token=token)
    jana.see("composer").fill(f"moje heslo je {SECRET}")
    jana.see("send").click()
    expect(jana.see("message-customer").last).to_contain_text("skryté", timeout=SLOW)
    expect(jana.see("message-customer").filter(has_text=SECRET)).to_have_count(0)
    ear.do("ask_human")
    ear.answer(problem=f"Nejde mi web, heslo je {SECRET}", address=f"web.example heslo: {SECRET}")
    ear.ask("context", page=f"https://web.example/?heslo={SECRET}")
    ear.do("draft", subject=f"heslo: {SECRET}", text=f"moje heslo je {SECRET}")
    ear.do("wait")
    eva = desk("eva")
    view = eva.takes()
    eva.say(view, f"Vaše heslo je {SECRET}")
    eva.ask("note", conversation=view["id"], id=an_id(), text=f"heslo: {SECRET}")
    ear.say(f"heslo: {SECRET}")
    assert files_with(stack, SECRET) == []
    assert files_with(stack, MARK) != []  # the log of Redis: the search does see what is kept


def test_no_log_holds_what_people_said(stack: Stack) -> None:
    """Whatever was said and went wrong above, the logs know ids only."""
    logs = stack.run_dir / "log"
    assert list(logs.iterdir())
    assert [name for name in files_with(stack, MARK) if name.startswith("log/")] == []


def files_with(stack: Stack, text: str) -> list[str]:
    """Files of the run that hold the text, by their path below the run directory."""
    return [
        str(path.relative_to(stack.run_dir))
        for path in sorted(stack.run_dir.rglob("*"))
        if path.is_file() and text.encode() in path.read_bytes()
    ]
