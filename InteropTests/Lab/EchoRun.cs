using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.InteropTests.Lab;

/// <summary>What came of a row of echo requests.</summary>
/// <param name="Sent">Requests that were sent.</param>
/// <param name="Answered">Requests that were answered, however late within the limit.</param>
/// <param name="Duplicates">Answers beyond the first of a request.</param>
/// <param name="Process">The program that sent them.</param>
/// <remarks>
/// The program is fping, which waits for every answer as long as it is told to. ping does not: it counts an answer as lost that is
/// later after the last request than twice the longest time so far, which on a busy machine is a few milliseconds.
/// </remarks>
public sealed partial record EchoRun(int Sent, int Answered, int Duplicates, FinishedProcess Process)
{
    private const int AnswerMilliseconds = 10_000;

    /// <summary>Whether each request was answered exactly once.</summary>
    public bool AllArrived => Sent > 0 && Lost == 0 && Duplicates == 0;

    /// <summary>Requests without an answer.</summary>
    public int Lost => Sent - Answered;

    /// <summary>Sends requests in a fixed rhythm, whether answers come or not, and waits for the answers.</summary>
    /// <param name="space">Where to send from.</param>
    /// <param name="source">The address to send from.</param>
    /// <param name="destination">The address to ask.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="period">Milliseconds from one to the next; 0 for as fast as can be.</param>
    /// <param name="length">Bytes of payload of each.</param>
    public static EchoRun Send(NetworkSpace space, string source, string destination, int count, int period, int length)
    {
        FinishedProcess process = space.Run(
            ["fping", "-q", "-c", $"{count}", "-p", $"{period}", "-i", "0", "-t", $"{AnswerMilliseconds}", "-b", $"{length}", "-S", source, destination]);
        Match counted = Counted().Match(process.Errors);
        return counted.Success
            ? new(Number(counted.Groups[1]), Number(counted.Groups[2]), Duplicate().Count(process.Errors), process)
            : throw new InvalidOperationException(process.ToString());
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Sent} requests, {Answered} answered, {Duplicates} answers too many\n{Process}";

    [GeneratedRegex("xmt/rcv/%loss = ([0-9]+)/([0-9]+)/")]
    private static partial Regex Counted();

    [GeneratedRegex(" duplicate for ")]
    private static partial Regex Duplicate();

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);
}
