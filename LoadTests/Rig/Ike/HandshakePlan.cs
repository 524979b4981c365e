namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>How much to measure.</summary>
/// <param name="Handshakes">Of a round.</param>
/// <param name="Window">Under way at once.</param>
/// <param name="Rounds">Of which the median is taken.</param>
/// <param name="WarmUp">Handshakes before the first round, which do not count.</param>
internal readonly record struct HandshakePlan(int Handshakes, int Window, int Rounds, int WarmUp)
{
    /// <summary>All that a responder answers.</summary>
    public int Total => WarmUp + (Rounds * Handshakes);

    /// <summary>How many a round has; the warm-up is round 0.</summary>
    public int CountOf(int round) => round == 0 ? WarmUp : Handshakes;

    /// <summary>How many come before a round.</summary>
    public int CountBefore(int round) => round == 0 ? 0 : WarmUp + ((round - 1) * Handshakes);
}
