package dev.musubi.jpki.attributes;

/** Why a subjectAltName does not yield four attributes. */
public enum AttributesFault {
    /** Not the DER of a GeneralNames. */
    MALFORMED("attributes_malformed", "The subject alternative name is not well-formed."),
    /** One of the six otherName entries is missing. */
    MISSING("attributes_missing", "The subject alternative name lacks one of the four attributes."),
    /** An otherName entry occurs twice. */
    REPEATED("attributes_repeated", "The subject alternative name says one of the four attributes twice."),
    /** A value is not of the form the profile specification gives it. */
    BAD_VALUE("attributes_bad_value", "One of the four attributes has a value of a form that does not exist.");

    private final String code;
    private final String sentence;

    AttributesFault(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** A stable code. */
    public String code() {
        return code;
    }

    /** A sentence for a person. */
    public String sentence() {
        return sentence;
    }
}
