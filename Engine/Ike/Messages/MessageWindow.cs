using System.Security.Cryptography;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>The peer's requests of one IKE SA by message ID: which are new, and what the others were answered (RFC 7296 §2.1 to §2.3).</summary>
/// <remarks>Belongs to one IKE SA; not thread safe. Remembers as many answers as the window is wide, and no more.</remarks>
/// <param name="size">Requests that may be in flight: what we announce with SET_WINDOW_SIZE.</param>
public sealed class MessageWindow(int size = 1)
{
    private readonly Dictionary<uint, IReadOnlyList<byte[]>> _answers = [];
    private readonly Dictionary<uint, Octets> _requests = [];

    /// <summary>The lowest message ID that was not answered yet.</summary>
    public uint Lowest { get; private set; }

    /// <summary>What to do with a request, by its message ID alone.</summary>
    public RequestFate Judge(uint messageId)
    {
        if (_answers.ContainsKey(messageId))
        {
            return RequestFate.Answered;
        }

        return messageId >= Lowest && messageId - Lowest < size ? RequestFate.New : RequestFate.Outside;
    }

    /// <summary>Remembers what a request looked like, so that its repetition is known without decrypting it.</summary>
    /// <param name="messageId">A message ID that is <see cref="RequestFate.New"/>.</param>
    /// <param name="datagram">Its only datagram, or that of fragment 1 (RFC 7383 §2.6.1); found authentic.</param>
    public void Remember(uint messageId, ReadOnlySpan<byte> datagram) => _requests[messageId] = SHA256.HashData(datagram);

    /// <summary>True for the same datagram once more: RFC 7296 §2.1 has requests repeated bit by bit.</summary>
    public bool IsRepetition(uint messageId, ReadOnlySpan<byte> datagram) =>
        _requests.TryGetValue(messageId, out Octets request) && request == SHA256.HashData(datagram);

    /// <summary>Keeps an answer until the window has moved past it.</summary>
    /// <param name="messageId">Message ID of the request.</param>
    /// <param name="datagrams">The response: one datagram, or its fragments.</param>
    public void Answer(uint messageId, IReadOnlyList<byte[]> datagrams)
    {
        _answers[messageId] = datagrams;
        while (_answers.ContainsKey(Lowest))
        {
            Lowest++;
            if (Lowest > size)
            {
                _answers.Remove(Lowest - (uint)size - 1);
                _requests.Remove(Lowest - (uint)size - 1);
            }
        }
    }

    /// <summary>The answer of a request that is <see cref="RequestFate.Answered"/>.</summary>
    public IReadOnlyList<byte[]> AnswerOf(uint messageId) => _answers[messageId];
}
