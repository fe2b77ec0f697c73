package dev.convoke.conformance;

import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Intrinsics;
import dev.convoke.runtime.generated.FloatMath;
import dev.convoke.runtime.generated.Randoms;

/** The runtime's functions and random numbers, for those who execute definitions and kernels without generated code. */
final class Intrinsic {
    private Intrinsic() {}

    static Intrinsics ofRuntime(long randomKey) {
        return new Intrinsics() {
            @Override
            public float apply(Expression.UnaryOperation operation, float operand) {
                return switch (operation) {
                    case EXP -> FloatMath.exp(operand);
                    case LOG -> FloatMath.log(operand);
                    case TANH -> FloatMath.tanh(operand);
                    case SIGMOID -> FloatMath.sigmoid(operand);
                    case ERF -> FloatMath.erf(operand);
                    case NEGATE, ABS, SQRT, FLOOR -> throw new IllegalArgumentException(operation.toString());
                };
            }

            @Override
            public float uniform(int stream, long index) {
                return Randoms.uniform(randomKey, stream, index);
            }
        };
    }
}
