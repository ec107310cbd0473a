package dev.musubi.issuer.openid.claims;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A constraint on one value in a claims request: {@code value} or {@code values} (OpenID Connect Core 1.0 section
 * 5.5.1). Null, an empty object and members that constrain nothing admit every value.
 *
 * @param allowed the values that will do; null for any
 */
public record Constraint(@Nullable List<?> allowed) {

    public static Constraint of(@Nullable Object wanted) {
        if (wanted instanceof Map<?, ?> members) {
            if (members.get("value") != null) {
                return new Constraint(List.of(members.get("value")));
            }
            if (members.get("values") instanceof List<?> values && !values.isEmpty()) {
                return new Constraint(values);
            }
        }
        return new Constraint(null);
    }

    public boolean admits(@Nullable Object value) {
        return allowed == null || (value != null && allowed.contains(value));
    }
}
