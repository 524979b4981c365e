using System.Globalization;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>A capture's explanation as text: what came of each IKE SA first, and then step by step how.</summary>
internal static class CaptureText
{
    private const string Time = "HH:mm:ss.fff";

    /// <summary>Writes all of it.</summary>
    public static void Write(CaptureExplanation capture, TextWriter output)
    {
        output.WriteLine(Heading(capture));
        foreach (IkeSaExplanation sa in capture.IkeSas)
        {
            output.WriteLine();
            Write(sa, output);
        }

        if (capture.Flows.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("ESP and AH");
            foreach (FlowExplanation flow in capture.Flows)
            {
                output.WriteLine("  " + Line(flow));
            }
        }

        if (capture.IkeSas.Count == 0 && capture.Flows.Count == 0)
        {
            output.WriteLine();
            output.WriteLine("There is no IPsec in it: no IKE on UDP port 500 or 4500, no ESP, no AH.");
        }

        WriteRest(capture, output);
    }

    private static void Write(IkeSaExplanation sa, TextWriter output)
    {
        string version = sa.Version == 2 ? "IKE SA" : "IKEv1 SA";
        string replaces = sa.Replaces is null ? "" : $", in place of {sa.Replaces}";
        output.WriteLine($"{version} {sa.InitiatorSpi}:{sa.ResponderSpi}, initiator {sa.Initiator}, responder {sa.Responder}{replaces}");
        output.WriteLine($"  => {sa.Explanation}");
        WriteOptional(sa.Suggestion, output);
        WriteOptional(sa.KeyProblem, output);
        foreach (ChildExplanation child in sa.Children)
        {
            string spis = $"{child.InitiatorSpi} to the initiator, {child.ResponderSpi} to the responder";
            output.WriteLine($"  => {child.Protocol} {spis}: {child.Suite}, {child.Traffic}");
        }

        StepExplanation? before = null;
        foreach (StepExplanation step in sa.Steps)
        {
            Write(step, before, output);
            before = step;
        }

        if (sa.OverlookedMessages > 0)
        {
            output.WriteLine(Invariant($"  {sa.OverlookedMessages} more messages are not shown"));
        }
    }

    private static void Write(StepExplanation step, StepExplanation? before, TextWriter output)
    {
        string ports = before is null || SamePorts(step, before) ? "" : $", {step.From} to {step.To}";
        string at = step.At.ToString(Time, CultureInfo.InvariantCulture);
        string message = Invariant($"#{step.Frame,-4} {step.Sender}: {step.Message} {step.MessageId}, {step.Length} bytes");
        output.WriteLine($"  {at}  {message}{Fragments(step)}{ports}");
        foreach (string sentence in step.Says)
        {
            output.WriteLine($"        {sentence}");
        }

        if (step.Repetitions > 0)
        {
            output.WriteLine(Invariant($"        sent {step.Repetitions + 1} times, last {(step.LastAt - step.At).TotalSeconds:0.0} s later"));
        }
    }

    private static string Fragments(StepExplanation step)
    {
        if (step.Fragments == 0)
        {
            return "";
        }

        return step.FragmentsSeen == step.Fragments
            ? Invariant($" in {step.Fragments} fragments")
            : Invariant($" in {step.Fragments} fragments, of which {step.FragmentsSeen} were seen");
    }

    /// <summary>Two messages of opposite directions on the same ports are nothing new.</summary>
    private static bool SamePorts(StepExplanation step, StepExplanation before) => step.Sender == before.Sender
        ? (step.From, step.To) == (before.From, before.To)
        : (step.From, step.To) == (before.To, before.From);

    private static void WriteRest(CaptureExplanation capture, TextWriter output)
    {
        var rest = new List<string>(capture.Notes);
        if (capture.KeepAlives > 0)
        {
            rest.Insert(0, Invariant($"{capture.KeepAlives} NAT keep-alives"));
        }

        if (capture.OtherPackets + capture.UnreadablePackets > 0)
        {
            rest.Add(Invariant(
                $"{capture.OtherPackets} packets are no IPsec, {capture.UnreadablePackets} frames are no IP or cannot be read"));
        }

        if (rest.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("Besides");
            rest.ForEach(line => output.WriteLine($"  {line}"));
        }
    }

    private static void WriteOptional(string? sentence, TextWriter output)
    {
        if (sentence is not null)
        {
            output.WriteLine($"     {sentence}");
        }
    }

    private static string Heading(CaptureExplanation capture) => capture.From is { } from && capture.To is { } to
        ? Invariant($"{Path.GetFileName(capture.File)}: {capture.Frames} frames, {from:yyyy-MM-dd HH:mm:ss.fff} to {to:HH:mm:ss.fff} UTC")
        : Invariant($"{Path.GetFileName(capture.File)}: {capture.Frames} frames");

    private static string Line(FlowExplanation flow)
    {
        long missing = (long)flow.LastSequence - flow.FirstSequence + 1 - flow.Packets;
        string gaps = missing > 0 ? Invariant($", {missing} numbers missing") : missing < 0 ? Invariant($", {-missing} numbers twice") : "";
        string owner = flow.IkeSa is null ? "" : $", of IKE SA {flow.IkeSa}";
        string at = flow.At.ToString(Time, CultureInfo.InvariantCulture);
        string count = Invariant($"{flow.Packets} packets, {flow.Bytes} bytes, sequence {flow.FirstSequence} to {flow.LastSequence}");
        return $"{at}  {flow.Protocol} {flow.Spi} {flow.From} to {flow.To}: {count}{gaps}{owner}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
