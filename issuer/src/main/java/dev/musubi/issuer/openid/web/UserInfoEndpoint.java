package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.AccessToken;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.openid.release.ClaimsRelease;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.standing.Standing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /openid/userinfo} (OpenID Connect Core 1.0 section 5.3). If the private ID no longer stands as the sign-in
 * demanded, nothing is told but a challenge to sign the holder in again, in the manner of RFC 9470.
 */
@RestController
final class UserInfoEndpoint {

    private final Endpoints endpoints;
    private final Bearer bearer;
    private final Grants grants;
    private final ClaimsRelease telling;
    private final HolderTransactions holders;

    UserInfoEndpoint(
            Endpoints endpoints, Bearer bearer, Grants grants, ClaimsRelease telling, HolderTransactions holders) {
        this.endpoints = endpoints;
        this.bearer = bearer;
        this.grants = grants;
        this.telling = telling;
        this.holders = holders;
    }

    @RequestMapping(
            path = "/openid/userinfo",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<String> userInfo(HttpServletRequest request) {
        HTTPRequest http = endpoints.read(request);
        return switch (bearer.of(request, http, formToken(http))) {
            case Bearer.Outcome.Refused refused -> refused.error();
            case Bearer.Outcome.Admitted admitted -> answer(admitted.grant(), admitted.client(), admitted.token());
        };
    }

    private static @Nullable String formToken(HTTPRequest http) {
        if (http.getMethod() != HTTPRequest.Method.POST
                || http.getEntityContentType() == null
                || http.getBody() == null) {
            return null;
        }
        try {
            Map<String, List<String>> parameters = http.getBodyAsFormParameters();
            List<String> values = parameters.get("access_token");
            return values == null || values.size() != 1 ? null : values.getFirst();
        } catch (ParseException notAForm) {
            return null;
        }
    }

    private ResponseEntity<String> answer(Grant admitted, OpenIdClient client, AccessToken token) {
        boolean dpop = token.binding() == AccessToken.Binding.DPOP;
        boolean met = telling.freshen(admitted);
        // Read again under the lock: it may have been taken back while J-LIS was asked.
        return holders.locking(
                admitted.holderId(),
                () -> grants.find(admitted.holderId(), admitted.grantId(), client)
                        .filter(grant -> grant.revokedAt() == null)
                        .map(grant -> answer(grant, client, dpop, met))
                        .orElseGet(() -> Bearer.refused(dpop, Bearer.ENDED)));
    }

    private ResponseEntity<String> answer(Grant grant, OpenIdClient client, boolean dpop, boolean met) {
        Standing standing = telling.standing(grant, client, met);
        Optional<ClaimsRelease.Unmet> unmet = telling.unmet(grant, standing);
        if (unmet.isPresent()) {
            return stepUp(dpop, unmet.get());
        }
        OutwardClaims claims = telling.userInfo(grant, client, standing);
        boolean asJwt = client.metadata().getUserInfoJWSAlg() != null
                || client.metadata().getUserInfoJWEAlg() != null;
        return asJwt
                ? ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType("application/jwt"))
                        .body(telling.signedUserInfo(client, claims))
                : Endpoints.json(200, claims);
    }

    /** Says what would do (RFC 9470 section 3, with the standing in the place of the authentication). */
    private static ResponseEntity<String> stepUp(boolean dpop, ClaimsRelease.Unmet unmet) {
        String states = unmet.demand().states().stream().map(Enum::name).collect(Collectors.joining(" "));
        String standing = "standing=\"" + (states.isEmpty() ? "ACTIVE" : states) + "\"";
        return unmet.demand().maxAge() == null
                ? Bearer.challenge(401, dpop, "standing_not_met", unmet.why() + ": sign the holder in again", standing)
                : Bearer.challenge(
                        401,
                        dpop,
                        "standing_not_met",
                        unmet.why() + ": sign the holder in again",
                        standing,
                        "standing_max_age=\"" + unmet.demand().maxAge().toSeconds() + "\"");
    }
}
