"""Cases of ONNX operators: name of the node, opset, attributes, inputs; by family."""
