package dev.musubi.issuer.relyingparty;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Claims for a relying party: the members of a JSON object, each of which is {@link Outward}. What is signed for a client,
 * and what its endpoints answer, is made of this and cannot be made of anything else.
 */
public final class OutwardClaims implements Outward {

    private final Map<String, Object> members = new LinkedHashMap<>();

    /** Sets a member. */
    public OutwardClaims with(String name, Outward value) {
        members.put(name, value);
        return this;
    }

    /** Sets a member to a list. */
    public OutwardClaims with(String name, List<? extends Outward> values) {
        members.put(name, List.copyOf(values));
        return this;
    }

    /** Sets all members of another. */
    public OutwardClaims with(OutwardClaims others) {
        members.putAll(others.members);
        return this;
    }

    /** How many members it has. */
    public int size() {
        return members.size();
    }

    /** All of it as plain JSON, for the edge where it is written. */
    @Override
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        members.forEach((name, value) -> object.put(name, Json.of(value)));
        return object;
    }

    @Override
    public String toString() {
        return "OutwardClaims[…]";
    }
}
