package dev.musubi.demo;

import dev.musubi.mynaapp.Begun;
import dev.musubi.mynaapp.MynaProblem;
import dev.musubi.mynaapp.MynaResult;
import dev.musubi.mynaapp.PendingSigning;
import dev.musubi.mynaapp.SealedEvidence;
import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.PresentedMeans;
import dev.musubi.relyingparty.law.ProofingMethod;
import dev.musubi.relyingparty.spring.RequireStanding;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The signature that a law asks for: the applicant reads the whole application, is sent to sign it with the card, and comes back.
 * Whoever cancels, takes too long, or meets something that is away, reads why and has a button.
 */
@Controller
final class SignaturePages {

    private final Shop shop;
    private final RelyingParty party;
    private final Ledger ledger;
    private final Signings signings;
    private final Optional<SignatureDesk> desk;
    private final Optional<MynaApp> app;

    SignaturePages(
            Shop shop,
            RelyingParty party,
            Ledger ledger,
            Signings signings,
            Optional<SignatureDesk> desk,
            Optional<MynaApp> app) {
        this.shop = shop;
        this.party = party;
        this.ledger = ledger;
        this.signings = signings;
        this.desk = desk;
        this.app = app;
    }

    @GetMapping("/signature")
    @RequireStanding(maxAge = "PT15M")
    String read(SignedIn in, HttpSession session, Model model) {
        return signings.areOpenTo(in) ? page(signings.current(in, session), model) : "redirect:/procedure";
    }

    private static String page(Signing signing, Model model) {
        Signings.describe(signing, model);
        return "signature";
    }

    /** To the app's server; or, where a signature is here already, on with that. */
    @PostMapping("/signature")
    @RequireStanding(maxAge = "PT15M")
    String sign(
            SignedIn in, HttpSession session, HttpServletResponse response, RedirectAttributes redirect, Model model) {
        if (!signings.areOpenTo(in)) {
            return "redirect:/procedure";
        }
        // If the page was older than what is signed now, this is the page of what is.
        Optional<Signing> known = Signings.find(session);
        Signing signing = signings.current(in, session);
        if (known.isPresent() && known.get() != signing) {
            return "redirect:/signature";
        }
        if (signing.signature().isPresent()) {
            return goOn(in, signing, session, redirect);
        }
        return switch (app.orElseThrow().begin(signing.application().toSign())) {
            case MynaResult.Done<Begun<PendingSigning>>(Begun<PendingSigning> begun) -> {
                signing.leaves(begun.pending());
                // By a page of ours: browsers hold redirects after a form to the form's own rules.
                model.addAttribute("to", begun.goTo().toString());
                yield "onward";
            }
            case MynaResult.Failed<Begun<PendingSigning>>(MynaProblem problem, String said) -> {
                signing.failed(Trouble.of(problem));
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                yield page(signing, model);
            }
        };
    }

    /** The browser comes back. It ends on an address that can be loaded again. */
    @GetMapping(MynaApp.CALLBACK)
    String back(
            @Nullable SignedIn in,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable HttpSession session,
            RedirectAttributes redirect) {
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        Optional<Signing> known = session == null ? Optional.empty() : Signings.find(session);
        if (in == null || session == null || known.isEmpty() || !signings.areOpen()) {
            if (in != null && ledger.find(in.subject()).isPresent()) {
                return "redirect:/mine"; // It is done, and the page was loaded again.
            }
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return "elsewhere";
        }
        Signing signing = known.get();
        Optional<PendingSigning> pending = MynaApp.stateOf(query).flatMap(signing::back);
        if (pending.isEmpty()) {
            return "redirect:/signature";
        }
        switch (app.orElseThrow().fetch(pending.get(), query)) {
            case MynaResult.Done<SealedEvidence>(SealedEvidence sealed) ->
                desk.orElseThrow()
                        .open(sealed, signing.application().toSign())
                        .ifPresentOrElse(
                                signing::signed, () -> signing.failed(Trouble.of(MynaProblem.ANSWER_NOT_UNDERSTOOD)));
            case MynaResult.Failed<SealedEvidence>(MynaProblem problem, String said) ->
                signing.failed(Trouble.of(problem));
        }
        return goOn(in, signing, session, redirect);
    }

    /** With what was signed; the catalogue has the last word on it, too: a law may have changed its methods overnight. */
    private String goOn(SignedIn in, Signing signing, HttpSession session, RedirectAttributes redirect) {
        Optional<String> signature = signing.signature();
        if (signature.isEmpty()) {
            return "redirect:/signature";
        }
        return switch (desk.orElseThrow().take(signing.application(), signature.get(), Texts.person(in))) {
            case SignatureDesk.Outcome.Refused(Trouble why) -> {
                signing.failed(why);
                yield "redirect:/signature";
            }
            case SignatureDesk.Outcome.Taken taken ->
                switch (party.decide(PresentedMeans.jpkiSignature(taken.onCard(), taken.at()), shop.procedure())) {
                    case Decision.Accept accept -> {
                        if (ledger.takes(in.subject())) {
                            ledger.keep(
                                    party.record(in, shop.transaction())
                                            .by(ProofingMethod.at(shop.law(), taken.at(), true)
                                                    .orElse(null)),
                                    accept.grounds(),
                                    signature.get(),
                                    in.status());
                        }
                        Signings.end(session);
                        redirect.addFlashAttribute("isNew", true);
                        yield "redirect:/mine";
                    }
                    case Decision.Undecided undecided -> {
                        signing.failed(new Trouble(
                                "not_decided",
                                new Said(undecided.japanese(), undecided.english()),
                                undecided.later() ? Trouble.Way.CHECK : Trouble.Way.NONE));
                        yield "redirect:/signature";
                    }
                    case Decision.StepUp stepUp -> notEnough(signing);
                    case Decision.Refuse refuse -> notEnough(signing);
                };
        };
    }

    private static String notEnough(Signing signing) {
        signing.failed(new Trouble(
                "signature_not_enough",
                new Said(
                        "署名は正しいものですが、この手続きはインターネットでは受け付けられなくなりました。窓口へお越しください。",
                        "Your signature is right, but this is not taken over the internet any more. Please come to our counter."),
                Trouble.Way.NONE));
        return "redirect:/signature";
    }
}
