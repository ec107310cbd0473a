/**
 * What the law asks a relying party to keep of a proofing of identity: by which method, by which revision of the law, who,
 * when, on what evidence, and until when. None of it is legal advice.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.law;
