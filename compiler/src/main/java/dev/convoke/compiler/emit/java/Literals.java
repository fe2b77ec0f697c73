package dev.convoke.compiler.emit.java;

/** How whole numbers of an outlined body become text: as themselves, as holes to compare bodies by, or as parameters. */
interface Literals {
    /** The text of the next number, in the order of the body's text. */
    String next(long value);

    /** As themselves. */
    static Literals plain() {
        return Long::toString;
    }
}
