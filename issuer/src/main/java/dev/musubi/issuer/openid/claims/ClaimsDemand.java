package dev.musubi.issuer.openid.claims;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import dev.musubi.issuer.privateid.Attribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked to be told: by {@code scope} and by the {@code claims} parameter (OpenID Connect Core 1.0 sections
 * 5.4 and 5.5, Identity Assurance 1.0 section 6).
 *
 * @param idToken single claims for the ID token, each with its constraints (null for none)
 * @param userInfo single claims for userinfo
 * @param verifiedInIdToken requests for verified claims in the ID token
 * @param verifiedInUserInfo requests for verified claims in userinfo
 * @param standing the demand on standing that all of it makes together
 */
public record ClaimsDemand(
        Map<String, @Nullable Object> idToken,
        Map<String, @Nullable Object> userInfo,
        List<VerifiedClaimsRequest> verifiedInIdToken,
        List<VerifiedClaimsRequest> verifiedInUserInfo,
        StandingDemand standing) {

    private static final int LONGEST = 16 * 1024;
    private static final String VERIFIED_CLAIMS = "verified_claims";

    /** Claims by scope, told in userinfo. */
    private static final Map<String, List<String>> BY_SCOPE = Map.of(
            "profile", PersonClaims.names(EnumSet.complementOf(EnumSet.of(Attribute.ADDRESS))),
            "address", PersonClaims.names(EnumSet.of(Attribute.ADDRESS)));

    /** Reads a {@code claims} parameter (null for none) together with the scope. */
    public static ClaimsDemand of(Collection<String> scope, @Nullable String claims) {
        Map<String, Object> parsed = parse(claims);
        Map<String, @Nullable Object> idToken = members(parsed.get("id_token"));
        Map<String, @Nullable Object> userInfo = members(parsed.get("userinfo"));
        List<VerifiedClaimsRequest> verifiedInIdToken = verified(idToken);
        List<VerifiedClaimsRequest> verifiedInUserInfo = verified(userInfo);
        StandingDemand standing = StandingDemand.NONE;
        boolean own = false;
        for (Map<String, @Nullable Object> each : List.of(idToken, userInfo)) {
            if (each.containsKey(StandingDemand.CLAIM)) {
                StandingDemand demand = StandingDemand.parse(each.get(StandingDemand.CLAIM));
                own |= demand.isPolicy();
                standing = standing.and(demand);
            }
        }
        if (!own && !(verifiedInIdToken.isEmpty() && verifiedInUserInfo.isEmpty())) {
            standing = standing.and(StandingDemand.OF_VERIFIED_CLAIMS);
        }
        for (String each : scope) {
            for (String claim : BY_SCOPE.getOrDefault(each, List.of())) {
                userInfo.putIfAbsent(claim, null);
            }
        }
        return new ClaimsDemand(idToken, userInfo, verifiedInIdToken, verifiedInUserInfo, standing);
    }

    private static Map<String, Object> parse(@Nullable String claims) {
        if (claims == null) {
            return Map.of();
        }
        if (claims.length() > LONGEST) {
            throw new MalformedClaimsException("claims is longer than " + LONGEST + " characters");
        }
        try {
            return JSONObjectUtils.parse(claims);
        } catch (ParseException e) {
            throw new MalformedClaimsException("claims is not a JSON object");
        }
    }

    private static Map<String, @Nullable Object> members(@Nullable Object object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (object instanceof Map<?, ?> given) {
            given.forEach((name, value) -> {
                if (value != null && !(value instanceof Map) && !VERIFIED_CLAIMS.equals(name)) {
                    throw new MalformedClaimsException("a claim is requested by something else than null or an object");
                }
                members.put(String.valueOf(name), value);
            });
        } else if (object != null) {
            throw new MalformedClaimsException("id_token or userinfo in claims is not a JSON object");
        }
        return members;
    }

    private static List<VerifiedClaimsRequest> verified(Map<String, @Nullable Object> members) {
        List<VerifiedClaimsRequest> requests = new ArrayList<>();
        if (members.containsKey(VERIFIED_CLAIMS)) {
            Object wanted = members.remove(VERIFIED_CLAIMS);
            for (Object each : wanted instanceof List<?> several ? several : Collections.singletonList(wanted)) {
                requests.add(VerifiedClaimsRequest.parse(each));
            }
        }
        return requests;
    }

    /** The items it asks for, of any kind and anywhere. */
    public Set<Attribute> items() {
        Set<Attribute> items = EnumSet.noneOf(Attribute.class);
        for (String claim : claimNames()) {
            PersonClaims.attributeOf(claim).ifPresent(items::add);
        }
        return items;
    }

    /** The items without which the client can do nothing, by its own word. */
    public Set<Attribute> essentialItems() {
        Set<Attribute> items = EnumSet.noneOf(Attribute.class);
        for (Map<String, @Nullable Object> each : List.of(idToken, userInfo)) {
            each.forEach((claim, wanted) -> {
                if (isEssential(wanted)) {
                    PersonClaims.attributeOf(claim).ifPresent(items::add);
                }
            });
        }
        for (List<VerifiedClaimsRequest> each : List.of(verifiedInIdToken, verifiedInUserInfo)) {
            for (VerifiedClaimsRequest request : each) {
                request.claims().forEach((claim, wanted) -> {
                    if (isEssential(wanted)) {
                        PersonClaims.attributeOf(claim).ifPresent(items::add);
                    }
                });
            }
        }
        return items;
    }

    private Set<String> claimNames() {
        Set<String> names = new LinkedHashSet<>(idToken.keySet());
        names.addAll(userInfo.keySet());
        verifiedInIdToken.forEach(each -> names.addAll(each.claims().keySet()));
        verifiedInUserInfo.forEach(each -> names.addAll(each.claims().keySet()));
        return names;
    }

    /**
     * Whether the holder of this name will do (OpenID Connect Core 1.0 sections 3.1.2.2 and 5.5.1): nobody else's ID token
     * is sent, whether that was called essential or not.
     */
    public boolean admitsSubject(String subject) {
        return Constraint.of(idToken.get("sub")).admits(subject)
                && Constraint.of(userInfo.get("sub")).admits(subject);
    }

    /** Whether a claim of the ID token has a value that was asked for; true where none in particular was. */
    public boolean admits(String claim, Object value) {
        return Constraint.of(idToken.get(claim)).admits(value);
    }

    /** Whether it is asked for one holder, or some, by name. */
    public boolean namesSubjects() {
        return Constraint.of(idToken.get("sub")).allowed() != null
                || Constraint.of(userInfo.get("sub")).allowed() != null;
    }

    /** The values of {@code acr} asked for, in order of preference; empty for none in particular. */
    public List<String> acr() {
        List<?> allowed = Constraint.of(idToken.get("acr")).allowed();
        return allowed == null
                ? List.of()
                : allowed.stream().map(String::valueOf).toList();
    }

    /** True if a sign-in by none of them is of no use. */
    public boolean acrIsEssential() {
        return isEssential(idToken.get("acr")) && !acr().isEmpty();
    }

    private static boolean isEssential(@Nullable Object wanted) {
        return wanted instanceof Map<?, ?> members && Boolean.TRUE.equals(members.get("essential"));
    }
}
