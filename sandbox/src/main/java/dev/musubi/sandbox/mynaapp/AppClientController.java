package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Wire;
import dev.musubi.sandbox.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /mynaapp} and {@code /mynaapp-clients} at the control door: where the played server is, and who is registered there. */
@RestController
public final class AppClientController {

    private final MynaApp app;

    AppClientController(MynaApp app) {
        this.app = app;
    }

    record Addresses(String issuer, String signTransactions, String discovery) {}

    @GetMapping("/mynaapp")
    Addresses addresses() {
        Realm realm = app.realm();
        return new Addresses(realm.issuer(), realm.signTransactions(), realm.issuer() + Wire.DISCOVERY);
    }

    @GetMapping("/mynaapp-clients")
    Map<String, Client.Form> clients() {
        Map<String, Client.Form> clients = new LinkedHashMap<>();
        app.clients().all().forEach(each -> clients.put(each.id(), each.form()));
        return clients;
    }

    @PutMapping("/mynaapp-clients/{clientId}")
    Client.Form register(@PathVariable String clientId, @RequestBody Client.Form form) {
        return app.clients().put(clientId, form).form();
    }

    @DeleteMapping("/mynaapp-clients/{clientId}")
    ResponseEntity<Void> remove(@PathVariable String clientId) {
        if (!app.clients().remove(clientId)) {
            throw new Problem(404, "UNKNOWN_CLIENT", "There is no client of this id.");
        }
        return ResponseEntity.noContent().build();
    }
}
