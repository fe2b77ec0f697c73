package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.CodeBlock;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Statement;
import java.util.ArrayList;
import java.util.List;

/** Java code of the loops over the parts of a step, each of which calls a tile or a row. */
final class LoopsText {
    private LoopsText() {}

    static CodeBlock of(Outlined outlined, Families.Use tile, Literals literals) {
        IndexText indices = new IndexText(literals);
        CodeBlock.Builder code = CodeBlock.builder();
        if (outlined.keepsSums()) {
            code.addStatement("float[] $L = $T.ofThread()", Buffer.SUMS, Names.TILE_SUMS);
        }
        code.beginControlFlow("for (int part = from; part < to; part++)");
        List<Statement.For> parts = outlined.parts();
        List<Index> divisors = new ArrayList<>();
        Index divisor = Index.ONE;
        for (int i = parts.size() - 1; i >= 0; i--) {
            divisors.add(0, divisor);
            divisor = i > 0 ? divisor.times(parts.get(i).high()) : divisor;
        }
        for (int i = 0; i < parts.size(); i++) {
            String quotient = divisors.get(i).isConstant(1) ? "part" : "part / " + factor(divisors.get(i), indices);
            String text =
                    i == 0 ? quotient : quotient + " % " + factor(parts.get(i).high(), indices);
            code.addStatement("int $L = $L", parts.get(i).variable().name(), text);
        }
        for (Statement.For row : outlined.rows()) {
            String variable = row.variable().name();
            code.beginControlFlow(
                    "$L",
                    "for (int " + variable + " = 0; " + variable + " < " + indices.of(row.high()) + "; " + variable
                            + "++)");
        }
        code.addStatement("$L($L)", tile.family().name(), String.join(", ", arguments(outlined, tile, literals)));
        outlined.rows().forEach(r -> code.endControlFlow());
        return code.endControlFlow().build();
    }

    private static String factor(Index index, IndexText indices) {
        return index.isConstant() ? indices.of(index) : "(" + indices.of(index) + ")";
    }

    private static List<String> arguments(Outlined outlined, Families.Use tile, Literals literals) {
        IndexText indices = new IndexText(literals);
        List<String> arguments = new ArrayList<>();
        outlined.buffers().forEach(b -> arguments.add(b.name()));
        if (outlined.keepsSums()) {
            arguments.add(Buffer.SUMS.name());
        }
        for (Outlined.Argument argument : outlined.arguments().values()) {
            String start = argument.relativeTo().stream()
                    .map(b -> b.name() + "Start")
                    .findFirst()
                    .orElse("");
            if (start.isEmpty()) {
                arguments.add(indices.of(argument.value()));
            } else if (argument.value().isConstant(0)) {
                arguments.add(start);
            } else {
                String value = indices.of(argument.value());
                arguments.add(start + (value.startsWith("-") ? " - " + value.substring(1) : " + " + value));
            }
        }
        if (usesRandom(tile)) {
            arguments.add("randomKey");
        }
        tile.values().forEach(v -> arguments.add(literals.next(v)));
        return arguments;
    }

    static boolean usesRandom(Families.Use tile) {
        return tile.family().code().toString().contains("randomKey");
    }

    static boolean mentionsBatch(Outlined outlined) {
        return outlined.arguments().values().stream().anyMatch(a -> a.value().mentions(Axis.BATCH))
                || outlined.parts().stream().skip(1).anyMatch(p -> p.high().mentions(Axis.BATCH))
                || outlined.rows().stream().anyMatch(r -> r.high().mentions(Axis.BATCH));
    }
}
