import string

from hypothesis import given
from hypothesis import strategies as st

from townsite.directory.criteria import Criteria
from townsite.directory.grammar import Term, Value, read, write

SIGNS = st.text(alphabet='ab1:"-, <>.()\t\x00é' + string.ascii_letters, max_size=40)


@given(st.one_of(st.text(max_size=60), SIGNS))
def test_any_text_reads_and_what_is_written_reads_as_the_same(text):
    terms = read(text)
    assert read(write(terms)) == terms
    assert Criteria.parse(Criteria.parse(text).text()).terms == Criteria.parse(text).terms


def test_words_phrases_and_tokens_stand_side_by_side():
    assert read('inn "front desk" type:hotel,medical -state:GA -valet') == (
        Term(text="inn"),
        Term(text="front desk", is_phrase=True),
        Term(name="type", values=(Value("hotel"), Value("medical"))),
        Term(name="state", values=(Value("GA"),), is_negated=True),
        Term(text="valet", is_negated=True),
    )


def test_a_quoted_value_keeps_its_comma_and_its_distance():
    (term,) = read('near:"Atlanta, GA"<50mi')
    assert term.values == (Value("Atlanta, GA", "<50mi"),)
    assert str(term) == 'near:"Atlanta, GA"<50mi'


def test_a_time_of_day_is_no_token():
    assert read("open 24:7") == (Term(text="open"), Term(text="24:7"))


def test_an_open_quote_reaches_to_the_end():
    assert read('"new york') == (Term(text="new york", is_phrase=True),)
