package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Bodies that differ in nothing but whole numbers become one method with those numbers as parameters: all 3x3 convolutions of
 * a ResNet share one, compiled by the JIT once. Numbers that are the same in all bodies stay in the code.
 */
final class Families {
    /** A family with more parameters than this is not worth it: its members get methods of their own. */
    private static final int MAX_PARAMETERS = 24;

    /**
     * The method for a body.
     *
     * @param name unique within the class
     * @param parameters names of the numbers that differ between the members
     * @param code the body
     * @param members what it is used for, for its comment
     */
    record Family(String name, List<String> parameters, CodeBlock code, List<String> members) {}

    /**
     * How a member calls its family.
     *
     * @param values for each of the parameters this member's number
     */
    record Use(Family family, List<Long> values) {}

    /**
     * A body to be placed.
     *
     * @param label what it is for
     * @param kind the beginning of its method's name
     * @param signature its parameters without numbers
     * @param body its text, given how numbers are to be written
     */
    record Member(String label, String kind, String signature, Function<Literals, CodeBlock> body) {}

    private Families() {}

    /** The use of each member, in order. */
    static List<Use> share(List<Member> members) {
        List<List<Long>> numbers = new ArrayList<>();
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            List<Long> own = new ArrayList<>();
            Member member = members.get(i);
            CodeBlock skeleton = member.body().apply(value -> {
                own.add(value);
                return "#";
            });
            numbers.add(own);
            groups.computeIfAbsent(member.kind() + member.signature() + skeleton, k -> new ArrayList<>())
                    .add(i);
        }
        List<Use> uses = new ArrayList<>(Collections.nCopies(members.size(), null));
        List<List<Integer>> families = new ArrayList<>();
        groups.values().forEach(group -> families.addAll(split(group, numbers)));
        int number = 1;
        for (List<Integer> group : families) {
            String name = members.get(group.get(0)).kind() + number++;
            share(name, group, members, numbers, uses);
        }
        return uses;
    }

    /** Members whose numbers differ in too many places are kept apart. */
    private static List<List<Integer>> split(List<Integer> group, List<List<Long>> numbers) {
        List<Columns> families = new ArrayList<>();
        for (int member : group) {
            if (families.stream().noneMatch(family -> family.add(member, numbers.get(member)))) {
                families.add(new Columns(member, numbers.get(member)));
            }
        }
        return families.stream().map(family -> family.members).toList();
    }

    /**
     * A family that grows. Of each position of its bodies that holds a number it is known with which others it holds the same in every member, so
     * that one more member is compared with a thousand others at once.
     */
    private static final class Columns {
        private final List<Integer> members = new ArrayList<>();
        private final List<Long> first;
        private List<Integer> columns;

        /** By column: whether its numbers differ. */
        private List<Boolean> differ;

        Columns(int member, List<Long> numbers) {
            members.add(member);
            first = numbers;
            List<Long> different = numbers.stream().distinct().toList();
            columns = numbers.stream().map(different::indexOf).toList();
            differ = Collections.nCopies(different.size(), false);
        }

        /** Takes a member unless there would be too many columns of different numbers. */
        boolean add(int member, List<Long> numbers) {
            Map<List<Long>, Integer> split = new HashMap<>();
            List<Integer> next = new ArrayList<>();
            List<Boolean> nextDiffer = new ArrayList<>();
            for (int position = 0; position < numbers.size(); position++) {
                int column = columns.get(position);
                long number = numbers.get(position);
                int known = split.computeIfAbsent(List.of((long) column, number), key -> split.size());
                if (known == nextDiffer.size()) {
                    nextDiffer.add(differ.get(column) || number != first.get(position));
                }
                next.add(known);
            }
            if (nextDiffer.stream().filter(each -> each).count() > MAX_PARAMETERS) {
                return false;
            }
            members.add(member);
            columns = next;
            differ = nextDiffer;
            return true;
        }
    }

    /** The different columns of numbers among those that are not the same for all members. */
    private static List<List<Long>> columns(List<Integer> group, List<List<Long>> numbers) {
        return IntStream.range(0, numbers.get(group.get(0)).size())
                .mapToObj(position -> column(group, numbers, position))
                .filter(column -> column.stream().distinct().count() > 1)
                .distinct()
                .toList();
    }

    private static List<Long> column(List<Integer> group, List<List<Long>> numbers, int position) {
        return group.stream().map(member -> numbers.get(member).get(position)).toList();
    }

    private static void share(
            String name, List<Integer> group, List<Member> members, List<List<Long>> numbers, List<Use> uses) {
        List<List<Long>> columns = columns(group, numbers);
        List<String> parameters =
                IntStream.range(0, columns.size()).mapToObj(i -> "s" + i).toList();
        int[] position = {0};
        CodeBlock code = members.get(group.get(0)).body().apply(value -> {
            List<Long> column = column(group, numbers, position[0]++);
            int parameter = columns.indexOf(column);
            return parameter < 0 ? Long.toString(value) : parameters.get(parameter);
        });
        Family family = new Family(
                name,
                parameters,
                code,
                group.stream().map(m -> members.get(m).label()).distinct().toList());
        for (int i = 0; i < group.size(); i++) {
            int row = i;
            uses.set(
                    group.get(i),
                    new Use(family, columns.stream().map(c -> c.get(row)).toList()));
        }
    }
}
