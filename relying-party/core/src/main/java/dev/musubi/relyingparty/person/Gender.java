package dev.musubi.relyingparty.person;

/** A person's sex as the resident register has it (性別). */
public enum Gender {
    /** 男. */
    MALE,
    /** 女. */
    FEMALE,
    /** Not known to the register, or said in a word this library does not know. */
    UNKNOWN
}
