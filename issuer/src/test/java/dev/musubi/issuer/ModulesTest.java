package dev.musubi.issuer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.jpki.revocation.ocsp.OcspClient;
import java.net.SocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The walls of the house. */
class ModulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // What the build generates to make the beans quickly.
            .withImportOption(location -> !location.contains("__"))
            .importPackages("dev.musubi.issuer");

    @Test
    void whenModulesNameEachOtherThenWithoutCyclesAndWithoutReachingInside() {
        ApplicationModules.of(IssuerApplication.class).verify();
    }

    @Test
    void whenThereIsAModuleThenItNamesTheOnesItMayUse() {
        for (var module : ApplicationModules.of(IssuerApplication.class)) {
            String name = module.getBasePackage().getName();
            assertThat(CLASSES.getPackage(name).tryGetAnnotationOfType(ApplicationModule.class))
                    .as(name)
                    .hasValueSatisfying(says ->
                            assertThat(says.allowedDependencies()).doesNotContain(ApplicationModule.OPEN_TOKEN));
        }
    }

    @Test
    void whenAnIdIsHandedOnThenItHasATypeOfItsOwn() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(DatabaseId.class)
                .should()
                .haveRawReturnType(UUID.class)
                .orShould(haveAParameter(UUID.class))
                .check(CLASSES);
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(DatabaseId.class)
                .should()
                .haveRawType(UUID.class)
                .check(CLASSES);
    }

    private static ArchCondition<JavaMethod> haveAParameter(Class<?> type) {
        return ArchConditions.have(DescribedPredicate.describe(
                "a parameter of type " + type.getSimpleName(),
                method -> method.getRawParameterTypes().stream().anyMatch(each -> each.isEquivalentTo(type))));
    }

    @Test
    void whenAHolderOrdersSomethingThenWhatOrdersItIsLookedAtUnderTheLock() {
        noClasses()
                .that()
                .resideInAPackage("dev.musubi.issuer.holder..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(HolderTransactions.class)
                .because("Orders takes the lock, and asks whether what orders still lets its holder in")
                .check(CLASSES);
    }

    @Test
    void whenTimeIsNeededThenItIsInjected() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.musubi.issuer.time")
                // A TLS certificate is checked by other people's real clocks.
                .and()
                .doNotHaveFullyQualifiedName("dev.musubi.issuer.web.DevelopmentTls")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void whenJlisIsSpokenWithThenOnlyThroughPorts() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.musubi.issuer.jlis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.musubi.issuer.jlis..")
                .check(CLASSES);
    }

    @Test
    void whenTheIssuerRunsThenItKnowsNoSandbox() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are the sandbox's", type -> type.getPackageName().startsWith("dev.musubi.sandbox")))
                .check(CLASSES);
    }

    @Test
    void whenSomethingDependsOnSomethingThenThroughItsConstructor() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Autowired")
                .check(CLASSES);
    }

    @Test
    void whenSomethingOutsideIsCalledThenThroughTheOneWayOut() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.musubi.issuer.outbound..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "org.apache.hc..",
                        "org.springframework.web.client..",
                        "org.springframework.web.reactive.function.client..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(URLConnection.class)
                .orShould()
                .callMethod(SocketChannel.class, "open")
                .orShould()
                .callMethod(SocketChannel.class, "open", SocketAddress.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(OcspClient.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .callMethod(URL.class, "openStream")
                .orShould()
                .callMethod(URL.class, "openConnection")
                .orShould()
                .callMethod(URL.class, "getContent")
                .check(CLASSES);
    }
}
