package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;

/** A declaration and what its body may name: the declarations in sight of the file it stands in. Compared by identity. */
final class Declared {
    private final Declaration declaration;
    private final Declarations home;

    Declared(Declaration declaration, Declarations home) {
        this.declaration = declaration;
        this.home = home;
    }

    Declaration declaration() {
        return declaration;
    }

    Declarations home() {
        return home;
    }

    String name() {
        return declaration.name().text();
    }

    /** The word that it begins with: {@code block}. */
    String word() {
        return declaration.match(Kinds.word());
    }
}
