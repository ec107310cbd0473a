package dev.musubi.jpki.attributes;

/** The outcome of {@link FourAttributesCodec#decode(byte[])}. */
public sealed interface AttributesReading {
    /** The four attributes were read. */
    record Read(FourAttributes attributes) implements AttributesReading {}

    /** They were not. */
    record Refused(AttributesFault fault) implements AttributesReading {}
}
