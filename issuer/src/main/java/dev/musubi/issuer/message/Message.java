package dev.musubi.issuer.message;

/**
 * What a person is told, in both languages; Japanese comes first wherever it is shown.
 *
 * @param japanese plain Japanese, one sentence where that is enough
 * @param english the same in English
 */
public record Message(String japanese, String english) {

    /** This, and then that. */
    public Message then(Message that) {
        return new Message(japanese + that.japanese, english + " " + that.english);
    }
}
