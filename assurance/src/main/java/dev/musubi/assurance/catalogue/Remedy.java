package dev.musubi.assurance.catalogue;

/** What can be done where a means does not suffice. */
public enum Remedy {
    /** Ask once more whether it stands. */
    RECHECK("確認", "有効性を確認し直す", "check again whether it stands"),
    /** Have its attributes refreshed from the register, with the holder's consent. */
    REFRESH("更新", "同意にもとづき最新の情報に更新する", "have it refreshed from the register, with consent"),
    /** Have it issued again on a signature with the card. */
    REISSUE("再発行", "カードの署名で再発行する", "have it issued again on a signature with the card"),
    /** Authenticate again, or more strongly. */
    AUTHENTICATE("認証", "次の認証手段で認証する: {authenticator}", "authenticate with {authenticator}"),
    /** Present another means. */
    ANOTHER_MEANS("別の手段", "次の手段を示す: {means}", "present {means}");

    private final String sign;
    private final String japanese;
    private final String english;

    Remedy(String sign, String japanese, String english) {
        this.sign = sign;
        this.japanese = japanese;
        this.english = english;
    }

    /** In words, with a place for the authenticator or the means. */
    public Sentence words() {
        return new Sentence(japanese, english);
    }

    /** In one Japanese word, for a cell of a table. */
    public String sign() {
        return sign;
    }
}
