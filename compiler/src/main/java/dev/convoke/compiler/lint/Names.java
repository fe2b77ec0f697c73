package dev.convoke.compiler.lint;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.List;
import java.util.Set;

/**
 * The names that a file gives, and where it uses them. Labels are no names: they have holes, and scopes of their own.
 *
 * @param definitions declarations first, then what is inside them, in the order of the text
 * @param foreign the names of stages, functions and constants that the file does not declare itself: layers, and what it imports
 */
public record Names(List<Definition> definitions, Set<String> foreign) {
    public Names {
        definitions = List.copyOf(definitions);
        foreign = Set.copyOf(foreign);
    }

    static Names of(SpecFile file) {
        var walk = new NameWalk(file);
        file.declarations().forEach(each -> each.match(walk));
        return walk.names();
    }

    /** What gives a name. */
    public enum Kind {
        /** A net, block, seq, fn or const. */
        DECLARATION,
        /** {@code stride = 1} in a declaration's header. */
        PARAMETER,
        /** {@code input image}. */
        INPUT,
        /** {@code skip = ...}: a stream or a value. */
        LET,
        /** {@code i} of {@code for i in 0..n}. */
        LOOP
    }

    /**
     * A name where it is given.
     *
     * @param in the declaration around it; of a declaration itself
     * @param statement all of the statement, parameter or declaration that gives it; of a loop only the name
     * @param uses where it stands for this
     */
    public record Definition(Kind kind, Identifier name, Declaration in, Span statement, List<Identifier> uses) {
        public Definition {
            uses = List.copyOf(uses);
        }
    }
}
