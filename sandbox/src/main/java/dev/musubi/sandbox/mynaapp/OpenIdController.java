package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.Wire;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What programs ask the played server: tokens, keys, transactions. It answers in the protocol's form, errors too. */
@RestController
public final class OpenIdController {

    private final MynaApp app;

    OpenIdController(MynaApp app) {
        this.app = app;
    }

    @GetMapping(Realm.PATH + Wire.DISCOVERY)
    Map<String, Object> discovery() {
        String issuer = app.realm().issuer();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("authorization_endpoint", issuer + Wire.AUTHORIZATION);
        document.put("token_endpoint", issuer + Wire.TOKEN);
        document.put("userinfo_endpoint", issuer + Wire.USERINFO);
        document.put("jwks_uri", issuer + Wire.CERTS);
        document.put("response_types_supported", List.of("code"));
        document.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
        document.put("subject_types_supported", List.of("pairwise"));
        document.put("scopes_supported", List.of("openid", "name", "address", "birthdate", "gender", "sign"));
        document.put("id_token_signing_alg_values_supported", List.of(Dialect.ID_TOKEN_ALGORITHM));
        document.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        document.put(
                "token_endpoint_auth_signing_alg_values_supported",
                Dialect.ASSERTION_ALGORITHMS.stream().sorted().toList());
        document.put("code_challenge_methods_supported", List.of("S256"));
        document.put("musubi_sandbox", true);
        return document;
    }

    @GetMapping(Realm.PATH + Wire.CERTS)
    Map<String, Object> certs() {
        return app.publicKeys();
    }

    @PostMapping(Realm.PATH + Wire.TOKEN)
    ResponseEntity<Map<String, Object>> token(HttpServletRequest request) {
        if (request.getQueryString() != null) {
            throw OAuthProblem.invalidRequest("parameters are in the body");
        }
        Map<String, String> form = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length != 1) {
                throw OAuthProblem.invalidRequest("something came twice");
            }
            if (!values[0].isEmpty()) {
                form.put(name, values[0]);
            }
        });
        return unkept(200, app.token(form));
    }

    @GetMapping(Realm.PATH + Wire.USERINFO)
    ResponseEntity<Map<String, Object>> userinfo(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        return unkept(200, app.userinfo(authorization));
    }

    @PostMapping(Wire.SIGN_TRANSACTIONS)
    ResponseEntity<Map<String, Object>> begin(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody Map<String, Object> body) {
        return unkept(
                Dialect.STARTED,
                Map.of(Dialect.TRANSACTION_ID, app.begin(authorization, body).toString()));
    }

    @GetMapping(Wire.SIGN_TRANSACTIONS + "/{id}" + Wire.RESULT)
    ResponseEntity<Map<String, Object>> result(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @PathVariable String id) {
        return unkept(200, Map.of(Dialect.RESULT_JWE, app.result(authorization, id)));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> problem(OAuthProblem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", problem.error());
        body.put("error_description", problem.getMessage());
        return unkept(problem.status(), body);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(
            org.springframework.http.converter.HttpMessageNotReadableException e) {
        return problem(OAuthProblem.invalidRequest("the body is no JSON object"));
    }

    private static ResponseEntity<Map<String, Object>> unkept(int status, Map<String, Object> body) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(body);
    }
}
