/* What the search says in bokmål. Not by addTranslations, which makes code of a text, and the pages forbid that. */
Object.assign(Documentation.TRANSLATIONS, {
    ", in ": ", i ",
    "Hide Search Matches": "Skjul treffene",
    "Preparing search...": "Forbereder søket …",
    "Search": "Søk",
    "Search Results": "Treff",
    "Search finished, found one page matching the search query.": [
        "Søket er ferdig og ga ett treff.",
        "Søket er ferdig og ga ${resultCount} treff."
    ],
    "Searching": "Søker",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
        "Søket ga ingen treff. Se etter at alle ordene er riktig skrevet."
});
Documentation.LOCALE = "nb";
