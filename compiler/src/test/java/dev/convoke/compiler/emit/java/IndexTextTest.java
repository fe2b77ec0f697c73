package dev.convoke.compiler.emit.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.javac.JavaCompilation;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The Java text of indices, compiled and run, against their arithmetic. */
class IndexTextTest {
    private static final List<Atom.Variable> VARIABLES =
            List.of(new Atom.Variable("a", 0, 6), new Atom.Variable("b", -3, 5), new Atom.Variable("c", 0, 15));

    private static Index random(Random random, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            int choice = random.nextInt(VARIABLES.size() + 1);
            return choice == VARIABLES.size() ? Index.of(random.nextInt(41) - 20) : Index.of(VARIABLES.get(choice));
        }
        Index left = random(random, depth - 1);
        Index right = random(random, depth - 1);
        long divisor = 1 + random.nextInt(9);
        return switch (random.nextInt(8)) {
            case 0, 1 -> left.plus(right);
            case 2 -> left.minus(right);
            case 3 -> left.times(random.nextInt(9) - 4);
            case 4 -> left.floorDivide(divisor);
            case 5 -> left.modulo(divisor);
            case 6 -> random.nextBoolean() ? left.min(right) : left.max(right);
            default -> Index.of(VARIABLES.get(random.nextInt(VARIABLES.size()))).times(left);
        };
    }

    @Test
    void textComputesWhatTheIndexSays() throws Throwable {
        Random random = new Random(7);
        List<Index> indices = new ArrayList<>();
        List<Guard> guards = new ArrayList<>();
        StringBuilder source = new StringBuilder("package p; public final class Texts {\n");
        IndexText text = new IndexText(Literals.plain());
        for (int i = 0; i < 400; i++) {
            Index index = random(random, 4);
            indices.add(index);
            Guard guard =
                    Guard.within(random(random, 2), 1 + random.nextInt(9)).and(new Guard(List.of(random(random, 2))));
            guards.add(guard);
            source.append(
                    "public static int index%d(int a, int b, int c) { return %s; }%n".formatted(i, text.of(index)));
            source.append(
                    "public static boolean guard%d(int a, int b, int c) { return %s; }%n".formatted(i, text.of(guard)));
        }
        Class<?> texts = compile(source.append("}\n").toString());
        for (int i = 0; i < indices.size(); i++) {
            MethodHandle index = method(texts, "index" + i);
            MethodHandle guard = method(texts, "guard" + i);
            for (int a = 0; a <= 6; a += 3) {
                for (int b = -3; b <= 5; b++) {
                    for (int c = 0; c <= 15; c += 5) {
                        int[] values = {a, b, c};
                        Index truth = with(indices.get(i), values);
                        assertThat((long) (int) index.invoke(a, b, c))
                                .as("%s at %s", text.of(indices.get(i)), Arrays.toString(values))
                                .isEqualTo(truth.constant());
                        boolean holds = guards.get(i).nonNegative().stream()
                                .allMatch(each -> with(each, values).constant() >= 0);
                        assertThat((boolean) guard.invoke(a, b, c))
                                .as("%s at %s", text.of(guards.get(i)), Arrays.toString(values))
                                .isEqualTo(holds);
                    }
                }
            }
        }
    }

    private static Index with(Index index, int[] values) {
        return index.substitute(v -> Index.of(values[VARIABLES.indexOf(v)]));
    }

    private static Class<?> compile(String source) throws ClassNotFoundException {
        Map<String, byte[]> classes =
                JavaCompilation.compile(Map.of("p/Texts.java", source), List.of(), Optional.empty());
        return new ClassLoader(IndexTextTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes =
                        Optional.ofNullable(classes.get(name)).orElseThrow(() -> new ClassNotFoundException(name));
                return defineClass(name, bytes, 0, bytes.length);
            }
        }.loadClass("p.Texts");
    }

    private static MethodHandle method(Class<?> type, String name) throws IllegalAccessException {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .map(method -> {
                    try {
                        return MethodHandles.publicLookup().unreflect(method);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    @Test
    void textIsPlainWhereItCanBe() {
        IndexText text = new IndexText(Literals.plain());
        Index a = Index.of(VARIABLES.get(0));
        Index b = Index.of(VARIABLES.get(1));
        assertThat(text.of(Index.ZERO)).isEqualTo("0");
        assertThat(text.of(Index.of(-3))).isEqualTo("-3");
        assertThat(text.of(a.times(3).minus(b).plus(2))).isEqualTo("a * 3 - b + 2");
        assertThat(text.of(a.floorDivide(4))).isEqualTo("(a / 4)");
        // The quotient of something negative rounds down, and so not as Java's does.
        assertThat(text.of(b.floorDivide(4))).isEqualTo("Math.floorDiv(b, 4)");
        assertThat(text.of(b.modulo(4))).isEqualTo("Math.floorMod(b, 4)");
        assertThat(text.of(Guard.ALWAYS)).isEqualTo("true");
        assertThat(text.of(Guard.within(b, 5))).isEqualTo("b >= 0 && -b + 4 >= 0");
    }

    @Test
    void everyNumberIsALiteralInTheOrderOfTheText() {
        List<Long> numbers = new ArrayList<>();
        IndexText text = new IndexText(value -> {
            numbers.add(value);
            return "#";
        });
        Index a = Index.of(VARIABLES.get(0));
        assertThat(text.of(a.times(3).plus(a.plus(1).floorDivide(2).times(5)).minus(7))
                        .replaceAll("[^#]", ""))
                .hasSize(numbers.size());
        assertThat(numbers).containsExactlyInAnyOrder(3L, 1L, 2L, 5L, 7L);
    }
}
