package dev.musubi.assurance.catalogue;

/** Who judged: the document itself, or this project in applying it. */
public enum Judgement {
    /** The document says so. */
    OFFICIAL("文書の定め", "as the document lays down"),
    /** This project judges so; nobody official has confirmed it. */
    OWN("本プロジェクトの判断", "this project's own judgement");

    private final String japanese;
    private final String english;

    Judgement(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** In words. */
    public Sentence words() {
        return new Sentence(japanese, english);
    }
}
