package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;

/** Names of the runtime's types. The compiler does not depend on the runtime; the golden module proves that they exist. */
final class Names {
    private static final String RUNTIME = "dev.convoke.runtime";
    private static final String GENERATED = RUNTIME + ".generated";
    private static final String VECTOR = "jdk.incubator.vector";

    static final ClassName MODEL = ClassName.get(RUNTIME, "Model");
    static final ClassName PARAMETERS = ClassName.get(RUNTIME, "Parameters");
    static final ClassName TWIN = ClassName.get(GENERATED, "Twin");
    static final ClassName TAIL = ClassName.get(GENERATED, "Tail");
    static final ClassName CARRIED = ClassName.get(GENERATED, "Tail", "Carried");
    static final ClassName PHASE = ClassName.get(GENERATED, "Phase");
    static final ClassName FRAME = ClassName.get(GENERATED, "Frame");
    static final ClassName NET_DESCRIPTION = ClassName.get(GENERATED, "NetDescription");
    static final ClassName ARENA = ClassName.get(GENERATED, "NetDescription", "Arena");
    static final ClassName PORT = ClassName.get(GENERATED, "Port");
    static final ClassName TENSOR = ClassName.get(GENERATED, "TensorDescription");
    static final ClassName TENSOR_KIND = ClassName.get(GENERATED, "TensorDescription", "Kind");
    static final ClassName INITIALISER = ClassName.get(GENERATED, "Initialiser");
    static final ClassName VECTOR_SUPPORT = ClassName.get(GENERATED, "VectorSupport");
    static final ClassName FLOAT_MATH = ClassName.get(GENERATED, "FloatMath");
    static final ClassName TILE_SUMS = ClassName.get(GENERATED, "TileSums");
    static final ClassName RANDOMS = ClassName.get(GENERATED, "Randoms");
    static final ClassName FLOAT_VECTOR = ClassName.get(VECTOR, "FloatVector");
    static final ClassName INT_VECTOR = ClassName.get(VECTOR, "IntVector");
    static final ClassName VECTOR_SPECIES = ClassName.get(VECTOR, "VectorSpecies");
    static final ClassName VECTOR_SHUFFLE = ClassName.get(VECTOR, "VectorShuffle");
    static final ClassName VECTOR_MASK = ClassName.get(VECTOR, "VectorMask");
    static final ClassName VECTOR_OPERATORS = ClassName.get(VECTOR, "VectorOperators");

    private Names() {}

    static AnnotationSpec generated() {
        return AnnotationSpec.builder(ClassName.get("javax.annotation.processing", "Generated"))
                .addMember("value", "$S", "dev.convoke")
                .build();
    }
}
