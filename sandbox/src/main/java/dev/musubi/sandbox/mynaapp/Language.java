package dev.musubi.sandbox.mynaapp;

/** The two languages of the pages. */
enum Language {
    JA,
    EN;

    String tag() {
        return this == JA ? "ja" : "en";
    }
}
