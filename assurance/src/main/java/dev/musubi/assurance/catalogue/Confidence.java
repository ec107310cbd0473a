package dev.musubi.assurance.catalogue;

/** How sure the data is of what it says a document says. */
public enum Confidence {
    /** The official text was read. */
    OFFICIAL_TEXT("公式の文書を読んで確認", "read in the official text"),
    /** Only a draft of the document could be read. */
    DRAFT_TEXT("草案のみを読んで確認。確定版は未確認", "read in a draft only; the final text was not read"),
    /** Somebody else says that the document says so. */
    SECOND_HAND("第三者の記述による。原文は未確認", "by a third party's account; the text itself was not read"),
    /** Common knowledge of the field, not checked against the text. */
    FROM_MEMORY("一般に知られた内容。原文は未確認", "generally known; the text itself was not read"),
    /** Sources disagree, or the account is thin. */
    UNSURE("確かでない。原文を入手して確認が必要", "unsure; obtain the text"),
    /** The text could not be read: nothing is claimed. */
    NOT_READ("原文を読めていない", "the text could not be read");

    private final String japanese;
    private final String english;

    Confidence(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** In words. */
    public Sentence words() {
        return new Sentence(japanese, english);
    }
}
