using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>Puts the fragments of protected messages together (RFC 7383 §2.6). Belongs to one IKE SA.</summary>
/// <remarks>
/// Ask <see cref="Wants"/> first, which costs nothing; decrypt; then <see cref="Add"/>. Nothing is stored or thrown away for a
/// fragment that was not found authentic in between. Whether the message ID is one that is waited for is for the caller to see to, also
/// that fragments of an answered request do not come here again (RFC 7383 §2.6.1).
/// </remarks>
public sealed class Fragments
{
    private readonly FragmentLimits _limits;

    // Few, by the limits: a walk over them is cheaper than hashing. The oldest comes first.
    private readonly List<(uint MessageId, bool IsResponse, FragmentSet Set)> _sets = [];

    /// <summary>Starts with none.</summary>
    public Fragments(FragmentLimits limits) => _limits = limits;

    /// <summary>Bytes that wait for others.</summary>
    public int HeldLength => _sets.Sum(entry => entry.Set.Length);

    /// <summary>True when a fragment, if it is authentic, brings its message on.</summary>
    /// <param name="outer">The message that it came in.</param>
    /// <param name="fragment">The fragment, not decrypted.</param>
    public bool Wants(IkeMessage outer, EncryptedFragmentPayload fragment)
    {
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(fragment);
        if (fragment.Total > _limits.MaximumFragmentCount)
        {
            return false;
        }

        // RFC 7383 §2.6: more fragments than before mean that the sender cut the message again, for a smaller path MTU.
        int index = IndexOf(outer);
        return index < 0
            || fragment.Total > _sets[index].Set.Total
            || (fragment.Total == _sets[index].Set.Total && !_sets[index].Set.Has(fragment.Number));
    }

    /// <summary>Takes a fragment that <see cref="Wants"/> agreed to and that is authentic.</summary>
    /// <param name="outer">The message that it came in.</param>
    /// <param name="fragment">The fragment.</param>
    /// <param name="text">What was inside, without padding; belongs to this from now on.</param>
    /// <returns>The whole message as a <see cref="ProtectedForm"/>, or null while fragments are missing.</returns>
    public byte[]? Add(IkeMessage outer, EncryptedFragmentPayload fragment, byte[] text)
    {
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(fragment);
        ArgumentNullException.ThrowIfNull(text);
        int index = IndexOf(outer);
        if (index >= 0 && fragment.Total > _sets[index].Set.Total)
        {
            _sets.RemoveAt(index);
            index = -1;
        }

        if (index < 0)
        {
            index = Begin(outer, fragment.Total);
        }

        FragmentSet set = _sets[index].Set;
        if (set.Length + text.Length > _limits.MaximumMessageLength)
        {
            _sets.RemoveAt(index);
            return null;
        }

        set.Add(fragment.Number, fragment.FirstInside, text);
        if (!set.IsComplete)
        {
            return null;
        }

        _sets.RemoveAt(index);
        return ProtectedForm.Join(outer, set.FirstInside, set.Join());
    }

    private int Begin(IkeMessage outer, int total)
    {
        // The peer has gone on to another message, so the oldest will hardly be completed any more.
        if (_sets.Count >= _limits.MaximumMessageCount)
        {
            _sets.RemoveAt(0);
        }

        _sets.Add((outer.MessageId, outer.IsResponse, new FragmentSet(total)));
        return _sets.Count - 1;
    }

    private int IndexOf(IkeMessage outer) =>
        _sets.FindIndex(entry => entry.MessageId == outer.MessageId && entry.IsResponse == outer.IsResponse);
}
