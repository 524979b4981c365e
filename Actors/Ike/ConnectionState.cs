using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>What the router remembers about a connection beside its IKE SAs.</summary>
/// <param name="connection">The connection.</param>
internal sealed class ConnectionState(ConnectionSettings connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private int _failuresInRow;

    /// <summary>The connection.</summary>
    public ConnectionSettings Connection => connection;

    /// <summary>Why its last negotiation came to nothing; null since one succeeded.</summary>
    public IkeFailure? LastFailure { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>True while it waits to be begun again.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>The connection, in which the child that is wanted is negotiated together with the IKE SA.</summary>
    /// <param name="child">One of its children; null for those that do so anyway.</param>
    /// <param name="isFirst">False when there is an IKE SA with that peer already: INITIAL_CONTACT would not be true (RFC 7296 §2.4).</param>
    public ConnectionSettings StartingWith(ChildOptions? child, bool isFirst) => connection with
    {
        Options = connection.Options with
        {
            SendsInitialContact = connection.Options.SendsInitialContact && isFirst,
            Children = child is null or { StartsWithIkeSa: true }
                ? connection.Options.Children
                : [.. connection.Options.Children.Select(option => option == child ? option with { StartsWithIkeSa = true } : option)],
        },
    };

    /// <summary>Notes a failure.</summary>
    public void Fail(IkeFailure failure, DateTimeOffset now)
    {
        (LastFailure, FailedAt) = (failure, now);
        _failuresInRow++;
    }

    /// <summary>Notes a success.</summary>
    public void Succeed()
    {
        (LastFailure, FailedAt) = (null, null);
        _failuresInRow = 0;
    }

    /// <summary>How long to wait before the connection is begun again: longer after each failure, up to a minute.</summary>
    public TimeSpan Pause => _failuresInRow >= 6 ? LongestPause : FirstPause * (1 << _failuresInRow);
}
