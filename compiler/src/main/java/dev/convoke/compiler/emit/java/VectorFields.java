package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The constants of a class with vectors: their width, and how every second one of 32 floats is taken. Two vectors are rearranged one by one
 * and blended, for {@code rearrange} of two at once makes objects on JDK 17.
 */
final class VectorFields {
    private VectorFields() {}

    static List<FieldSpec> of(int width, List<Kernel> kernels) {
        List<FieldSpec> fields = new ArrayList<>();
        if (width > 1) {
            fields.add(field(Names.VECTOR_SPECIES, "LANES")
                    .initializer("$T.SPECIES_$L", Names.FLOAT_VECTOR, width * 32)
                    .build());
        }
        if (kernels.stream().anyMatch(kernel -> readsEverySecond(kernel.body()))) {
            fields.add(field(Names.VECTOR_SHUFFLE, "EVERY_SECOND")
                    .initializer("$T.fromOp(LANES, i -> 2 * i % $L)", Names.VECTOR_SHUFFLE, width)
                    .build());
            fields.add(field(Names.VECTOR_MASK, "UPPER_HALF")
                    .initializer("$T.fromLong(LANES, $L)", Names.VECTOR_MASK, (1 << width) - (1 << width / 2))
                    .build());
        }
        return fields;
    }

    private static FieldSpec.Builder field(ClassName type, String name) {
        return FieldSpec.builder(ParameterizedTypeName.get(type, ClassName.get(Float.class)), name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
    }

    private static boolean readsEverySecond(Statement body) {
        boolean[] found = {false};
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                found[0] |= fetch.lanes() == Lanes.EVERY_SECOND;
                return fetch;
            }
        };
        new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }
        }.rewrite(body);
        return found[0];
    }
}
