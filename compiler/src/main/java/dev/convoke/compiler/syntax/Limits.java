package dev.convoke.compiler.syntax;

/** How much of a thing a spec may have; specs are untrusted input. */
final class Limits {
    /** Of a file, in bytes of UTF-8. */
    static final int FILE_BYTES = 1 << 20;

    /** Of a file, in words, numbers and signs; a spec of a thousand lines has some twenty thousand, and each takes about a kilobyte while it is parsed. */
    static final int TOKENS = 40_000;

    /** Of a file, in holes of texts and labels. */
    static final int HOLES = 5000;

    /** Of brackets, of conditions in conditions, of signs before a value. */
    static final int NESTING = 64;

    /** Of a declaration, in parameters. */
    static final int PARAMETERS = 1000;

    /** Of a name, in characters. */
    static final int NAME_LENGTH = 64;

    /** Of a decimal: numerator and denominator then fit into a long. */
    static final int DECIMAL_DIGITS = 18;

    private Limits() {}
}
