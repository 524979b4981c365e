using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.Messages;

/// <summary>Cuts messages into the fragments of Windows and Cisco, and puts a peer's together (MS-IKEE).</summary>
/// <remarks>
/// Whole messages are cut, header included and encrypted or not; the fragments are in the clear and prove nothing. What is wrong is
/// dropped and changes nothing (CVE-2016-10396 was a reassembly that trusted the numbers). Belongs to one peer of one phase 1, whose
/// owner calls <see cref="Clear"/> when a message takes longer than its timer. A fragment's ID alone does not tell messages apart:
/// some peers use one for all, so exchange and message ID count too.
/// </remarks>
/// <param name="limits">How much it may keep.</param>
public sealed class VendorFragments(VendorFragmentLimits limits)
{
    // The number is one byte.
    private const int MostFragments = byte.MaxValue;

    // Few, by the limits. The oldest comes first.
    private readonly List<(FragmentKey Key, VendorFragmentSet Set)> _sets = [];

    /// <summary>Bytes that wait for others.</summary>
    public int HeldLength => _sets.Sum(entry => entry.Set.Length);

    /// <summary>Cuts a message.</summary>
    /// <param name="message">The message on the wire: header and all.</param>
    /// <param name="fragmentId">The ID of this message; another for the next.</param>
    /// <param name="datagramLength">Bytes that each fragment may have, its ISAKMP header included and those of UDP and IP not.</param>
    /// <returns>
    /// The fragments in order; the message itself when it fits; null when no fragments of that size, at most 255, can carry it.
    /// </returns>
    public static IReadOnlyList<byte[]>? Cut(byte[] message, ushort fragmentId, int datagramLength)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Length <= datagramLength)
        {
            return [message];
        }

        int partLength = datagramLength - IkeHeader.HeaderLength - FragmentPayload.Overhead;
        if (partLength <= 0 || !IkeHeader.TryRead(message, out IkeHeader header) || message.Length > partLength * MostFragments)
        {
            return null;
        }

        var outer = new IsakmpMessage
        {
            InitiatorCookie = header.InitiatorSpi,
            ResponderCookie = header.ResponderSpi,
            Exchange = (IsakmpExchangeType)header.Exchange,
            MessageId = header.MessageId,
        };
        var fragments = new List<byte[]>();
        for (int offset = 0; offset < message.Length; offset += partLength)
        {
            int length = Math.Min(partLength, message.Length - offset);
            var part = new FragmentPayload(
                fragmentId, (byte)(fragments.Count + 1), IsLast: offset + length == message.Length, Octets.Copy(message.AsSpan(offset, length)));
            fragments.Add((outer with { Payloads = [part] }).Write());
        }

        return fragments;
    }

    /// <summary>Takes the fragment in a message, if it is one.</summary>
    /// <param name="outer">The message.</param>
    /// <param name="whole">With <see cref="FragmentVerdict.Whole"/> the message that was cut, not looked at; otherwise null.</param>
    public FragmentVerdict Add(IsakmpMessage outer, out byte[]? whole)
    {
        ArgumentNullException.ThrowIfNull(outer);
        whole = null;
        if (outer.Payloads is not [FragmentPayload fragment])
        {
            return FragmentVerdict.NotAlone;
        }

        if (fragment.Number > limits.MaximumFragmentCount)
        {
            return FragmentVerdict.TooMany;
        }

        int index = FindOrBegin(new FragmentKey(fragment.FragmentId, outer.Exchange, outer.MessageId));
        VendorFragmentSet set = _sets[index].Set;
        if (set.Length + fragment.Content.Length > limits.MaximumMessageLength)
        {
            _sets.RemoveAt(index);
            return FragmentVerdict.TooLong;
        }

        FragmentVerdict verdict = set.Add(fragment);
        if (verdict == FragmentVerdict.Whole)
        {
            whole = set.Join();
            _sets.RemoveAt(index);
        }

        return verdict;
    }

    /// <summary>Forgets all that waits for others.</summary>
    public void Clear() => _sets.Clear();

    private int FindOrBegin(FragmentKey key)
    {
        int index = _sets.FindIndex(entry => entry.Key == key);
        if (index >= 0)
        {
            return index;
        }

        // The peer has gone on to another message, so the oldest will hardly be completed any more.
        if (_sets.Count >= limits.MaximumMessageCount)
        {
            _sets.RemoveAt(0);
        }

        _sets.Add((key, new VendorFragmentSet()));
        return _sets.Count - 1;
    }

    private readonly record struct FragmentKey(ushort FragmentId, IsakmpExchangeType Exchange, uint MessageId);
}
