/** When a private ID is best issued anew, and the demand that it be (the issuer's specification of a re-issue). */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.reissue;
