using Pipeline.Crypto;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>When a request is sent again: each wait is longer than the last by a factor (RFC 7296 §2.4). Pure arithmetic.</summary>
/// <remarks>By default 4 s, 7.2 s, 13 s, 23 s, 42 s, 76 s: five retransmissions, and given up after 165 s, as strongSwan does.</remarks>
public sealed record RetransmissionSchedule
{
    /// <summary>4 s, times 1.8, five tries, a tenth of jitter.</summary>
    public static RetransmissionSchedule Default { get; } = new();

    /// <summary>How long the first answer may take.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How much longer each wait is than the one before.</summary>
    public double Factor { get; init; } = 1.8;

    /// <summary>How often a request is sent again before the peer is taken for dead.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>No wait is longer.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The part of each wait that is left to chance, so that many SAs do not send in step: 0 to 1.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>How long to wait for an answer.</summary>
    /// <param name="sentBefore">How often the request was sent again so far: 0 after the first time.</param>
    /// <param name="random">For the jitter.</param>
    /// <returns>The wait; null when the peer is to be given up now.</returns>
    public TimeSpan? WaitAfter(int sentBefore, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (sentBefore > Tries)
        {
            return null;
        }

        double wait = Math.Min(FirstWait.TotalSeconds * Math.Pow(Factor, sentBefore), LongestWait.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (1 - (Jitter * Chance(random))));
    }

    /// <summary>A number from 0 up to 1.</summary>
    internal static double Chance(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        random.Fill(bytes);
        return BitConverter.ToUInt16(bytes) / (double)(ushort.MaxValue + 1);
    }
}
