using System.Security.Cryptography;

namespace Pipeline.Engine.Ike.V1;

/// <summary>What was said last in each exchange of an ISAKMP SA: to find repetitions, and to repeat ourselves (RFC 2408 §3.1).</summary>
internal sealed class IsakmpExchanges
{
    // Phase 1 and the last exchanges; of more, the oldest is forgotten: it was answered long ago.
    private const int MaximumCount = 64;

    // A recorded message of an exchange that is over would decrypt and prove itself once more: HASH(1) says neither when nor by whom.
    private const int MaximumOverCount = 4096;

    private readonly List<Exchange> _all = [];
    private readonly HashSet<uint> _over = [];
    private readonly Queue<uint> _overInOrder = new();

    /// <summary>The exchange of a message ID; null when nothing of it is known.</summary>
    internal Exchange? Find(uint messageId) => _all.Find(exchange => exchange.MessageId == messageId);

    /// <summary>True for an exchange that is over: nothing of it is new any more.</summary>
    internal bool IsOver(uint messageId) => _over.Contains(messageId);

    /// <summary>An exchange is over; its last messages are kept for repetitions.</summary>
    internal void End(uint messageId)
    {
        if (_over.Add(messageId))
        {
            _overInOrder.Enqueue(messageId);
            if (_overInOrder.Count > MaximumOverCount)
            {
                _over.Remove(_overInOrder.Dequeue());
            }
        }
    }

    /// <summary>A message of the peer was taken.</summary>
    /// <param name="messageId">Its exchange.</param>
    /// <param name="mark">Its hash.</param>
    internal void Accept(uint messageId, byte[] mark)
    {
        Exchange exchange = FindOrBegin(messageId);
        exchange.Received = mark;
        exchange.IsAwaited = false;
        exchange.Sent = null;
    }

    /// <summary>A message of ours was sent.</summary>
    /// <param name="messageId">Its exchange.</param>
    /// <param name="message">The message on the wire.</param>
    /// <param name="isAnswered">True when the peer must answer it.</param>
    /// <param name="canBeCut">True for one that may be sent in fragments.</param>
    internal Exchange Sent(uint messageId, byte[] message, bool isAnswered, bool canBeCut)
    {
        Exchange exchange = FindOrBegin(messageId);
        (exchange.Sent, exchange.IsAwaited, exchange.SentAgain, exchange.CanBeCut) = (message, isAnswered, 0, canBeCut);
        return exchange;
    }

    private Exchange FindOrBegin(uint messageId)
    {
        if (Find(messageId) is { } known)
        {
            return known;
        }

        if (_all.Count >= MaximumCount)
        {
            // Not phase 1, which is the first.
            _all.RemoveAt(1);
        }

        var exchange = new Exchange(messageId);
        _all.Add(exchange);
        return exchange;
    }

    /// <summary>One exchange.</summary>
    internal sealed class Exchange(uint messageId)
    {
        /// <summary>Its message ID.</summary>
        internal uint MessageId => messageId;

        /// <summary>Hash of the peer's last message.</summary>
        internal byte[]? Received { get; set; }

        /// <summary>Our last message; null when we have not answered the peer's last.</summary>
        internal byte[]? Sent { get; set; }

        /// <summary>True when our last message may be sent in fragments.</summary>
        internal bool CanBeCut { get; set; }

        /// <summary>True while the peer must answer it.</summary>
        internal bool IsAwaited { get; set; }

        /// <summary>How often it was sent again.</summary>
        internal int SentAgain { get; set; }

        /// <summary>True for the peer's last message once more.</summary>
        internal bool IsRepetition(byte[] mark) => Received is not null && CryptographicOperations.FixedTimeEquals(Received, mark);
    }
}
