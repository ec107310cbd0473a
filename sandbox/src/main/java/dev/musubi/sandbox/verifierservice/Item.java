package dev.musubi.sandbox.verifierservice;

/** One of the four attributes, as something to consent to. */
public enum Item {
    /** 氏名. */
    NAME,
    /** 住所. */
    ADDRESS,
    /** 生年月日. */
    DATE_OF_BIRTH,
    /** 性別. */
    SEX
}
