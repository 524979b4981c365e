namespace Pipeline.Engine.Wire.Ike;

/// <summary>Reads the two lists of an SA payload, which both versions make alike: proposals, and the transforms of one (RFC 7296 §3.3, RFC 2408 §4.2).</summary>
internal static class Substructures
{
    /// <summary>Reads the body of one.</summary>
    /// <returns>It, or null with a reason.</returns>
    internal delegate T? Read<T>(Octets body, out IkeReadError error)
        where T : class;

    /// <summary>Reads proposals; at least one, and no more than <see cref="MessageLimits"/> allows.</summary>
    /// <param name="list">All of the list.</param>
    /// <param name="moreMark">What the first byte says when more follow.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="transformCount">How many transforms one has.</param>
    /// <param name="error">What is wrong when null is returned.</param>
    internal static List<T>? TryReadProposals<T>(Octets list, byte moreMark, Read<T> read, Func<T, int> transformCount, out IkeReadError error)
        where T : class
    {
        var proposals = new List<T>();
        int transforms = 0;
        var reader = new SubstructureReader(list.Span, moreMark);
        while (reader.TryNext(out int offset, out int length))
        {
            if (read(list.Slice(offset, length), out error) is not { } proposal)
            {
                return null;
            }

            proposals.Add(proposal);
            transforms += transformCount(proposal);
            if (proposals.Count > MessageLimits.MaximumProposalCount || transforms > MessageLimits.MaximumTransformCount)
            {
                error = IkeReadError.TooManyProposals;
                return null;
            }
        }

        error = reader.Error == IkeReadError.None && proposals.Count == 0 ? IkeReadError.BodyTooShort : reader.Error;
        return error == IkeReadError.None ? proposals : null;
    }

    /// <summary>Reads the transforms of a proposal.</summary>
    /// <param name="list">All of the list.</param>
    /// <param name="moreMark">What the first byte says when more follow.</param>
    /// <param name="count">How many the proposal says that there are.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="error">What is wrong when null is returned.</param>
    internal static List<T>? TryReadTransforms<T>(Octets list, byte moreMark, int count, Read<T> read, out IkeReadError error)
        where T : class
    {
        var transforms = new List<T>();
        var reader = new SubstructureReader(list.Span, moreMark);
        while (reader.TryNext(out int offset, out int length))
        {
            if (read(list.Slice(offset, length), out error) is not { } transform)
            {
                return null;
            }

            transforms.Add(transform);
        }

        error = reader.Error == IkeReadError.None && transforms.Count != count ? IkeReadError.BadCount : reader.Error;
        return error == IkeReadError.None ? transforms : null;
    }
}
