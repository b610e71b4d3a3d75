import protobuf from 'protobufjs'

/** The messages of onnx.proto (https://github.com/onnx/onnx, Apache-2.0) that models here use, for a second opinion. */
const source = `
syntax = "proto2";
message ModelProto {
  optional int64 ir_version = 1;
  optional string producer_name = 2;
  optional GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated StringStringEntryProto metadata_props = 14;
  repeated FunctionProto functions = 25;
}
message StringStringEntryProto { optional string key = 1; optional string value = 2; }
message FunctionProto {
  optional string name = 1;
  repeated string input = 4;
  repeated string output = 5;
  repeated string attribute = 6;
  repeated NodeProto node = 7;
  repeated OperatorSetIdProto opset_import = 9;
  optional string domain = 10;
  repeated AttributeProto attribute_proto = 11;
}
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
message GraphProto {
  repeated NodeProto node = 1;
  optional string name = 2;
  repeated TensorProto initializer = 5;
  optional string doc_string = 10;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
  repeated ValueInfoProto value_info = 13;
  repeated SparseTensorProto sparse_initializer = 15;
}
message SparseTensorProto { repeated int64 dims = 3; }
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  optional string name = 3;
  optional string op_type = 4;
  repeated AttributeProto attribute = 5;
  optional string doc_string = 6;
  optional string domain = 7;
}
message AttributeProto {
  optional string name = 1;
  optional float f = 2;
  optional int64 i = 3;
  optional bytes s = 4;
  optional TensorProto t = 5;
  optional GraphProto g = 6;
  repeated float floats = 7;
  repeated int64 ints = 8;
  repeated bytes strings = 9;
  optional int32 type = 20;
  optional string ref_attr_name = 21;
}
message TensorProto {
  repeated int64 dims = 1;
  optional int32 data_type = 2;
  repeated float float_data = 4 [packed = true];
  repeated int32 int32_data = 5 [packed = true];
  repeated bytes string_data = 6;
  repeated int64 int64_data = 7 [packed = true];
  optional string name = 8;
  optional bytes raw_data = 9;
  repeated double double_data = 10 [packed = true];
  repeated uint64 uint64_data = 11 [packed = true];
  repeated StringStringEntryProto external_data = 13;
  optional int32 data_location = 14;
}
message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
message TypeProto { optional Tensor tensor_type = 1; optional Sequence sequence_type = 4; optional Map map_type = 5;
  optional Tensor sparse_tensor_type = 8; optional Sequence optional_type = 9;
  message Tensor { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
  message Map { optional int32 key_type = 1; optional TypeProto value_type = 2; }
  message Sequence { optional TypeProto elem_type = 1; }
}
message TensorShapeProto { repeated Dimension dim = 1;
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
}
`

const { root } = protobuf.parse(source, { keepCase: true })

/** Bytes of a message written by protobufjs. */
export function encodeProto(type: string, message: object): Uint8Array {
  const made = root.lookupType(type).fromObject(message)
  return Uint8Array.from(root.lookupType(type).encode(made).finish())
}

/** The message that protobufjs reads, as plain JSON. */
export function decodeProto(type: string, bytes: Uint8Array): Record<string, unknown> {
  return root.lookupType(type).toObject(root.lookupType(type).decode(bytes), { longs: Number, bytes: Array })
}
