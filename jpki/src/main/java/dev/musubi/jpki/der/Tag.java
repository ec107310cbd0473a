package dev.musubi.jpki.der;

/** Identifier octets (ITU-T X.690 clause 8.1.2) used in certificates, lists and OCSP. */
public final class Tag {
    /** BOOLEAN. */
    public static final int BOOLEAN = 0x01;
    /** INTEGER. */
    public static final int INTEGER = 0x02;
    /** BIT STRING. */
    public static final int BIT_STRING = 0x03;
    /** OCTET STRING. */
    public static final int OCTET_STRING = 0x04;
    /** NULL. */
    public static final int NULL = 0x05;
    /** OBJECT IDENTIFIER. */
    public static final int OID = 0x06;
    /** ENUMERATED. */
    public static final int ENUMERATED = 0x0a;
    /** UTF8String. */
    public static final int UTF8_STRING = 0x0c;
    /** PrintableString. */
    public static final int PRINTABLE_STRING = 0x13;
    /** IA5String. */
    public static final int IA5_STRING = 0x16;
    /** UTCTime. */
    public static final int UTC_TIME = 0x17;
    /** GeneralizedTime. */
    public static final int GENERALIZED_TIME = 0x18;
    /** SEQUENCE and SEQUENCE OF. */
    public static final int SEQUENCE = 0x30;
    /** SET and SET OF. */
    public static final int SET = 0x31;

    private Tag() {}

    /** A context-specific tag on a primitive value. */
    public static int primitive(int number) {
        return 0x80 | number;
    }

    /** A context-specific tag on a constructed value, as every explicit tag is. */
    public static int constructed(int number) {
        return 0xa0 | number;
    }
}
