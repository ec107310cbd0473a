package dev.musubi.assurance.catalogue;

/** What can grow old. */
public enum Age {
    /** Since it was last known whether the means stands. */
    CHECKED("有効性の確認", "the check whether it stands"),
    /** Since the person was last identified. */
    PROOFED("身元確認", "the proofing"),
    /** Since the attributes were true by their source's word. */
    ATTRIBUTES("属性情報", "the attributes"),
    /** Since the authenticator was used. */
    AUTHENTICATED("当人認証", "the authentication");

    private final String japanese;
    private final String english;

    Age(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** In words. */
    public Sentence words() {
        return new Sentence(japanese, english);
    }
}
