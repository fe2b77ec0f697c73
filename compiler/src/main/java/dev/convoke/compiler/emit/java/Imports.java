package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.ClassName;
import java.util.List;
import java.util.TreeSet;

/** Adds the imports of types that kernel code names as plain text. */
final class Imports {
    private static final List<ClassName> MENTIONED =
            List.of(Names.FLOAT_VECTOR, Names.VECTOR_OPERATORS, Names.FLOAT_MATH, Names.RANDOMS);

    private Imports() {}

    static String complete(String source) {
        TreeSet<String> imports = new TreeSet<>();
        List<String> lines = source.lines().toList();
        lines.stream().filter(l -> l.startsWith("import ")).forEach(imports::add);
        for (ClassName name : MENTIONED) {
            if (source.contains(name.simpleName() + ".")) {
                imports.add("import " + name.canonicalName() + ";");
            }
        }
        StringBuilder text = new StringBuilder();
        boolean written = false;
        for (String line : lines) {
            if (line.startsWith("import ")) {
                if (!written) {
                    imports.forEach(i -> text.append(i).append('\n'));
                    written = true;
                }
            } else {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }
}
