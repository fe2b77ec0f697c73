package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * A method with a case for each step of a phase; of long programs several, each for some of the steps.
 *
 * @param returns what a case gives; of {@code void} cases are statements
 * @param parameters {@code step} and others, whole numbers but for the frame {@code f}
 * @param cases {@code case 0 -> ...;}, in the order of the steps
 */
record StepSwitch(String name, TypeName returns, List<String> parameters, List<CodeBlock> cases) {
    /** Steps of one method, so that none grows beyond what HotSpot compiles (8,000 bytes). */
    private static final int STEPS_A_METHOD = 40;

    StepSwitch {
        parameters = List.copyOf(parameters);
        cases = List.copyOf(cases);
    }

    /** The methods, the first of that name. */
    List<MethodSpec> methods() {
        if (cases.isEmpty()) {
            return List.of(signature(name)
                    .addStatement("throw new $T(step)", IndexOutOfBoundsException.class)
                    .build());
        }
        boolean value = !returns.equals(TypeName.VOID);
        List<MethodSpec> methods = new ArrayList<>();
        for (int first = 0; first < cases.size(); first += STEPS_A_METHOD) {
            int end = Math.min(cases.size(), first + STEPS_A_METHOD);
            int number = first / STEPS_A_METHOD + 1;
            CodeBlock.Builder code =
                    CodeBlock.builder().add(value ? "return switch (step) {\n$>" : "switch (step) {\n$>");
            cases.subList(first, end).forEach(code::add);
            if (end < cases.size()) {
                code.add("default -> $L($L);\n", name + (number + 1), String.join(", ", parameters));
            } else {
                code.add("default -> throw new $T(step);\n", IndexOutOfBoundsException.class);
            }
            methods.add(signature(number == 1 ? name : name + number)
                    .addCode(code.add(value ? "$<};\n" : "$<}\n").build())
                    .build());
        }
        return methods;
    }

    private MethodSpec.Builder signature(String method) {
        MethodSpec.Builder builder = MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(returns);
        for (String parameter : parameters) {
            builder.addParameter(parameter.equals("f") ? Names.FRAME : TypeName.INT, parameter);
        }
        return builder;
    }
}
