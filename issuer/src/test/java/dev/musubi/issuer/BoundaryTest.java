package dev.musubi.issuer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.Given;
import dev.musubi.issuer.relyingparty.Outward;
import dev.musubi.issuer.relyingparty.OutwardView;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.web.Caller;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** What crosses the boundary is pairwise or coarse: holds every answer to a relying party to its types. */
class BoundaryTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("__"))
            .importPackages("dev.musubi.issuer");

    /** Who may say of a value that it was made for one sector, and why that is so. */
    private static final Map<String, String> PAIRWISE = Map.of(
            "status.StatusReferences", "deals a place for each sector by a keyed permutation",
            "relyingparty.PairwiseSubjects", "encrypts the sector or the relying party with it",
            "relyingparty.Acquaintance", "counts from the sector's own first contact",
            "standing.HolderScreen", "puts a pairwise reference into an address",
            "standing.RenewalViews", "draws days by a keyed hash of holder and sector",
            "openid.grant.SessionIds", "hashes the client with it",
            "openid.grant.Grant$Details", "holds what AuthenticationTimes worked out for this client",
            "openid.web.TokenEndpoint", "seals each token with fresh randomness",
            "openid.logout.LogoutToken", "draws each token's id at random",
            "signals.SecurityEventTokens", "ids drawn for one stream, and the name its receiver has for the subject");

    /** Who may say that a holder gave a value. */
    private static final Map<String, String> GIVEN = Map.of(
            "openid.release.ClaimsSource", "the items of a consent, and what verified claims select of them",
            "disclosure.web.DisclosureEndpoint", "the items of the code the holder carried");

    /** Who may say that a value was worked out from coarse ones. */
    private static final Map<String, String> WORKED_OUT = Map.of(
            "assurance.web.DecisionView", "a decision on coarse means",
            "assurance.web.DecisionEndpoint", "a kept decision on coarse means",
            "openid.release.ClaimsRelease", "levels, from coarse means and a time that is told");

    @Test
    void whenAnAnswerIsAViewThenAllItIsMadeOfIsOutward() {
        List<Class<?>> views = new ArrayList<>();
        for (JavaClass each : CLASSES.that(assignableTo(OutwardView.class))) {
            if (!each.isInterface()) {
                views.add(each.reflect());
            }
        }
        assertThat(views)
                .as("standing, demand, disclosure, decision, kept decision")
                .hasSizeGreaterThanOrEqualTo(5);
        for (Class<?> view : views) {
            assertThat(view.isRecord()).as(view.getName()).isTrue();
            for (RecordComponent component : view.getRecordComponents()) {
                assertThat(isOutward(component.getGenericType()))
                        .as(view.getSimpleName() + "." + component.getName() + " is pairwise, coarse, own or given")
                        .isTrue();
            }
        }
    }

    private static boolean isOutward(Type type) {
        if (type instanceof Class<?> plain) {
            return Outward.class.isAssignableFrom(plain) || OutwardView.class.isAssignableFrom(plain);
        }
        return type instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw
                && (Outward.class.isAssignableFrom(raw)
                        || (raw == List.class && isOutward(parameterized.getActualTypeArguments()[0])));
    }

    @Test
    void whenARelyingPartyAsksThenItIsAnsweredByAView() {
        List<JavaMethod> answers = CLASSES.stream()
                .filter(each -> each.isAnnotatedWith(RestController.class)
                        && each.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency ->
                                        dependency.getTargetClass().isEquivalentTo(Caller.class)))
                .flatMap(each -> each.getMethods().stream())
                .filter(each -> each.getAnnotations().stream()
                        .anyMatch(annotation ->
                                annotation.getRawType().getSimpleName().endsWith("Mapping")))
                .toList();
        assertThat(answers).as("standing, demands, disclosures, decisions").hasSizeGreaterThanOrEqualTo(6);
        assertThat(answers)
                .allSatisfy(each -> assertThat(isView(each.getReturnType()))
                        .as(each.getFullName() + " answers with an outward view")
                        .isTrue());
    }

    private static boolean isView(JavaType type) {
        return type.toErasure().isAssignableTo(OutwardView.class)
                || (type.toErasure().isEquivalentTo(ResponseEntity.class)
                        && type instanceof JavaParameterizedType parameterized
                        && isView(parameterized.getActualTypeArguments().getFirst()));
    }

    @Test
    void whenAValueIsCalledPairwiseThenByThoseWhoMakeItSo() {
        assertThat(callers(Pairwise.class, "of")).containsExactlyInAnyOrderElementsOf(new TreeMap<>(PAIRWISE).keySet());
    }

    @Test
    void whenAValueIsCalledGivenThenByThoseWhoHoldTheConsent() {
        assertThat(callers(Given.class, "byHolder")).containsExactlyInAnyOrderElementsOf(new TreeMap<>(GIVEN).keySet());
    }

    @Test
    void whenAValueIsCalledWorkedOutThenByThoseWhoStartedFromCoarseOnes() {
        assertThat(callers(Coarse.class, "workedOut"))
                .containsExactlyInAnyOrderElementsOf(new TreeMap<>(WORKED_OUT).keySet());
    }

    private static List<String> callers(Class<?> type, String method) {
        return CLASSES.get(type).getMethods().stream()
                .filter(each -> each.getName().equals(method))
                .flatMap(each -> java.util.stream.Stream.concat(
                        each.getCallsOfSelf().stream().map(call -> call.getOriginOwner()),
                        each.getReferencesToSelf().stream().map(reference -> reference.getOriginOwner())))
                .map(each -> each.getName().substring("dev.musubi.issuer.".length()))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void whenTheProviderSignsOrAnswersThenFromOutwardClaims() {
        // What signs takes OutwardClaims; only it makes a set of claims from them.
        noClasses()
                .that()
                .resideInAPackage("dev.musubi.issuer.openid..")
                .and()
                .doNotHaveFullyQualifiedName("dev.musubi.issuer.openid.keys.Signer")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.nimbusds.jwt.JWTClaimsSet$Builder")
                .check(CLASSES);
        // What is no answer about a holder may be any JSON: metadata, registrations, errors.
        List<String> plain = CLASSES.get("dev.musubi.issuer.openid.web.Endpoints").getMethods().stream()
                .filter(each -> each.getName().equals("json")
                        && each.getRawParameterTypes().get(1).isEquivalentTo(Map.class))
                .flatMap(each -> each.getCallsOfSelf().stream())
                .map(call -> call.getOriginOwner().getSimpleName())
                .distinct()
                .sorted()
                .toList();
        assertThat(plain).isSubsetOf("DiscoveryEndpoint", "Endpoints", "PushedRequestEndpoint", "RegistrationEndpoint");
    }
}
