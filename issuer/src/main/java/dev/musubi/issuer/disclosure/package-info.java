/** A holder introduces itself to a relying party: attributes, once, with consent, under that party's own subject. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "audit",
            "consent",
            "credential",
            "database",
            "privateid",
            "relyingparty",
            "relyingparty :: web",
            "standing",
            "vault",
            "web"
        })
package dev.musubi.issuer.disclosure;
