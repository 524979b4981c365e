namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>A child that the peer does not want: traffic does not ask for it again before a pause is over, orders of an operator do.</summary>
/// <param name="Times">Refusals in a row.</param>
/// <param name="Until">The end of the pause.</param>
internal sealed record RefusedChild(int Times, DateTimeOffset Until)
{
    private const int LongestPauseSeconds = 64;

    /// <summary>One refusal more: twice the pause, from two seconds up to about a minute.</summary>
    internal static RefusedChild After(RefusedChild? before, DateTimeOffset now)
    {
        int times = Math.Min((before?.Times ?? 0) + 1, 6);
        return new RefusedChild(times, now.AddSeconds(Math.Min(1 << times, LongestPauseSeconds)));
    }
}
