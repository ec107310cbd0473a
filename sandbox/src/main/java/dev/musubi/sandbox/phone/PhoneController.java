package dev.musubi.sandbox.phone;

import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.card.KeyUse;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.problem.Problem;
import dev.musubi.sandbox.register.CertificateView;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentId;
import dev.musubi.sandbox.register.ResidentPin;
import dev.musubi.sandbox.register.ResidentRegister;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /phones}: what a phone shows, and having it sign. */
@RestController
public final class PhoneController {

    private static final int LONGEST_PIN = 64;
    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_ORIGIN = 300;
    private static final int LONGEST_DOCUMENT = 256 << 10;

    private final Phones phones;
    private final ResidentRegister register;
    private final CertificateView.Maker views;
    private final SandboxClock clock;

    PhoneController(Phones phones, ResidentRegister register, CertificateView.Maker views, SandboxClock clock) {
        this.phones = phones;
        this.register = register;
        this.views = views;
        this.clock = clock;
    }

    record KeyOnPhone(Device device, KeyUse key, @Nullable CertificateView certificate, int triesLeft) {}

    record PhoneScreen(String residentId, String holder, List<KeyOnPhone> keys) {

        @Override
        public String toString() {
            return "PhoneScreen[redacted]";
        }
    }

    record SignRequest(
            @Nullable Device device,
            @Nullable KeyUse key,
            Phones.@Nullable Format format,
            @Nullable String pin,
            @Nullable String document,
            @Nullable String type,
            @Nullable String origin,
            @Nullable Forgery forge) {

        @Override
        public String toString() {
            return "SignRequest[redacted]";
        }
    }

    @GetMapping("/phones/{residentId}")
    PhoneScreen screen(@PathVariable String residentId) {
        Resident resident = resident(residentId);
        var now = clock.instant();
        List<KeyOnPhone> keys = new ArrayList<>();
        for (Device device : Device.values()) {
            for (KeyUse key : KeyUse.values()) {
                keys.add(new KeyOnPhone(
                        device,
                        key,
                        phones.certificate(resident, device, key, now)
                                .map(c -> views.of(c, now))
                                .orElse(null),
                        resident.triesLeft(ResidentPin.of(key.kindOn(device)))));
            }
        }
        return new PhoneScreen(
                resident.id(), resident.person().attributes().name().value(), keys);
    }

    @PostMapping("/phones/{residentId}/signatures")
    Phones.Outcome.Signed sign(@PathVariable String residentId, @RequestBody SignRequest request) {
        Resident resident = resident(residentId);
        return switch (phones.sign(resident.number(), order(request), clock.instant())) {
            case Phones.Outcome.Signed signed -> signed;
            case Phones.Outcome.PinWrong(int left) ->
                throw new Problem(409, "PIN_WRONG", "暗証番号が違います。", Map.of("triesLeft", left));
            case Phones.Outcome.PinMalformed(int left) ->
                throw new Problem(409, "PIN_MALFORMED", "暗証番号の形式が違います。", Map.of("triesLeft", left));
            case Phones.Outcome.PinLocked() ->
                throw new Problem(409, "PIN_LOCKED", "暗証番号がロックされています。市区町村の窓口で初期化してください。", Map.of("triesLeft", 0));
            case Phones.Outcome.IssuerDiffers() ->
                throw new Problem(409, "ISSUER_DIFFERS", "この文書の発行者は、接続先（origin）と違います。署名しません。");
            case Phones.Outcome.NoCertificate(Device device) -> throw noCertificate(device);
            case Phones.Outcome.NotInThisForm() ->
                throw new Problem(400, "FORGERY_NOT_IN_THIS_FORMAT", "This forgery can be had as a JWS only.");
        };
    }

    private static Problem noCertificate(Device device) {
        return switch (device) {
            case CARD -> new Problem(409, "NO_CERTIFICATE", "有効な電子証明書がカードに入っていません。");
            case SMARTPHONE -> new Problem(409, "NO_SMARTPHONE_CERTIFICATE", "有効なスマホ用電子証明書がありません。");
        };
    }

    private static Phones.Order order(SignRequest request) {
        String pin = request.pin();
        String document = request.document();
        if (pin == null || pin.length() > LONGEST_PIN) {
            throw Problem.malformed("A PIN is needed, of at most 64 characters.");
        }
        if (document == null || document.length() > LONGEST_DOCUMENT) {
            throw Problem.malformed("A document is needed, of at most 262,144 characters.");
        }
        if (request.type() != null && request.type().length() > LONGEST_TYPE) {
            throw Problem.malformed("A type has at most 100 characters.");
        }
        if (request.origin() != null && request.origin().length() > LONGEST_ORIGIN) {
            throw Problem.malformed("An origin has at most 300 characters.");
        }
        return new Phones.Order(
                request.device() == null ? Device.CARD : request.device(),
                request.key() == null ? KeyUse.SIGNATURE : request.key(),
                request.format() == null ? Phones.Format.JWS : request.format(),
                pin,
                document,
                request.type(),
                request.origin(),
                request.forge() == null ? Forgery.NONE : request.forge());
    }

    private Resident resident(String id) {
        var number = ResidentId.parse(id);
        if (number.isPresent()) {
            var found = register.find(number.getAsInt());
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Problem(404, "UNKNOWN_RESIDENT", "There is no resident with this id.");
    }
}
