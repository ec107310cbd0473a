package dev.musubi.relyingparty;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.net.URL;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;

/** What keeps this a library any application can use. */
@AnalyzeClasses(packages = "dev.musubi.relyingparty", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule itDependsOnlyOnTheJdkNimbusAndResilience4j = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.musubi.relyingparty..",
                    "java..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "com.nimbusds..",
                    "io.github.resilience4j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule itCallsOutInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.musubi.relyingparty.Transport")
            .and()
            .doNotHaveFullyQualifiedName("dev.musubi.relyingparty.WholeBody")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..")
            .orShould()
            .callMethod(URL.class, "openConnection")
            .orShould()
            .callMethod(URL.class, "openStream")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.net.Socket.class);

    @ArchTest
    static final ArchRule itLogsInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.musubi.relyingparty.Log")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(System.Logger.class);

    @ArchTest
    static final ArchRule itLogsByTheJdkAlone = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule itIsToldTheTime = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(Date.class);

    @ArchTest
    static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
            .matching("dev.musubi.relyingparty.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule typesKnowNothingOfProtocols = noClasses()
            .that()
            .resideInAnyPackage(
                    "..relyingparty.person..",
                    "..relyingparty.standing..",
                    "..relyingparty.law..",
                    "..relyingparty.decision..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.nimbusds..", "java.net..");
}
